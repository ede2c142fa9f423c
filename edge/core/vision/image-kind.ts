/** What a file is by its first bytes, never by its name: a format that is read, or why it is none. */
export type ImageKind = 'jpg' | 'png' | 'webp' | 'tiff' | 'bmp' | { readonly refusal: string }

const readFormats: readonly (readonly [Exclude<ImageKind, object>, RegExp])[] = [
  ['jpg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n/],
  ['webp', /^RIFF.{4}WEBP/s],
  ['tiff', /^(II[*+].|MM.[*+])/s],
  ['bmp', /^BM/],
]

const otherFormats: readonly (readonly [string, RegExp])[] = [
  ['a GIF image, perhaps animated', /^GIF8/],
  ['a HEIF or AVIF image', /^.{4}ftyp(hei|hev|avi|mif|msf)/s],
  ['a JPEG 2000 or JPEG XL image', /^.{4}(jP {2}|JXL )/s],
  ['a PDF document', /^%PDF-/],
  ['an SVG drawing', /^(\xef\xbb\xbf)?\s*<.*<?svg/is],
]

export function imageKind(bytes: Uint8Array): ImageKind {
  if (bytes.length === 0) return { refusal: 'is empty (0 bytes).' }
  const head = latin1(bytes.subarray(0, 1024))
  const format = readFormats.find(([, magic]) => magic.test(head))?.[0]
  if (format) return format
  const other =
    otherFormats.find(([, magic]) => magic.test(head))?.[0] ?? (isText(head) ? 'a text file' : null)
  return { refusal: other ? `is ${other}, not a photograph.` : 'is in no format that is read.' }
}

const isText = (head: string): boolean =>
  [...head].every((letter) => letter >= ' ' || '\t\r\n'.includes(letter))

/** Animated PNG: an `acTL` chunk before the first `IDAT` (APNG specification, section "Structure"). */
export function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const chunk = latin1(bytes.subarray(at + 4, at + 8))
    if (chunk === 'acTL') return true
    if (chunk === 'IDAT') return false
  }
  return false
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
