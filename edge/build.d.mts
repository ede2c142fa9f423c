/** The project's root folder. */
export declare const root: string
/** The folder of `cli.mjs` and the workers, built if need be; `cacheFolder` must lie below node_modules. */
export declare function buildEdge(cacheFolder?: string): Promise<string>
/** The folder of the board's `index.html`, built if need be. */
export declare function buildBoard(cacheFolder?: string): Promise<string>
/** Throws the error on, with the one line that a person reads as `line` where the cause is the place and not the sources. */
export declare function explain(error: Error): never

export const defaultCacheFolder: string
