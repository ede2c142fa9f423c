/**
 * uPlot hands the browser's language to Intl when it loads. Chromium under LANG=C calls it `en-US@posix`, which Intl
 * refuses: the board would stay white. Import before anything that imports uPlot.
 */
try {
  Intl.getCanonicalLocales(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' })
}
