import { defineConfig } from 'vite'

/** Everything about the board's build but `outDir`, which the launcher gives. */
export default defineConfig({
  // Whoever builds it: without this the board of a test (NODE_ENV=test) says in every element where it stands in the source.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // The content security policy allows no data: fonts or images of ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
})
