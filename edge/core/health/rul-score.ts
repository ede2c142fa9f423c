/**
 * Scores of remaining-useful-life forecasts. `error` is predicted minus true, in cycles: below 0 the warning comes early,
 * above 0 late, which costs more.
 */

/** The asymmetric score of the PHM 2008 challenge (Saxena et al. 2008), summed over engines; 0 is perfect. */
export const nasaScore = (errors: readonly number[]): number =>
  errors.reduce((sum, error) => sum + Math.expm1(error < 0 ? -error / 13 : error / 10), 0)

/** Root of the mean squared error, in cycles; NaN of none. */
export const rmse = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
