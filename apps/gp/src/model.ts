/**
 * The model without a terminal: what the program and other programs of this repository share. Nothing here needs Node.
 *
 * @module
 */
export { type Configured, combine, type Meaning } from "./covariance/algebra.ts";
export { co2Covariance } from "./covariance/co2.ts";
export type { Argument, Composite, Covariance, Leaf, Start, Started } from "./covariance/covariance.ts";
export {
  type DataDescription,
  descriptionOf,
  type FitSummary,
  type ModelDocument,
  modelFrom,
  modelText,
} from "./covariance/document.ts";
export { parseExpression } from "./covariance/expression.ts";
export { covarianceFrom, covarianceText } from "./covariance/json.ts";
export { familyOf, leaf, library, signatureOf, signatures, withSettings, withVariance } from "./covariance/library.ts";
export {
  kernelOf,
  kernelsIn,
  parametersOf,
  pathsOf,
  priorOf,
  settingsOf,
  startOf,
  type Tree,
  valuesIn,
  withValues,
} from "./covariance/model.ts";
export { isModifier, priorSignatures } from "./covariance/modifiers.ts";
export { penaltyOf } from "./covariance/penalties.ts";
export {
  type DistributionName,
  distributions,
  isDistribution,
  numbersOf,
  type Prior,
  priorWith,
} from "./covariance/priors.ts";
export { rangeOf, type Setting, type Settings, settingOf } from "./covariance/settings.ts";
export { defaultCovariance, startsFrom } from "./covariance/starts.ts";
export { inUnits, type Units, unitsOf } from "./covariance/units.ts";
export { expressionOf } from "./covariance/written.ts";
export { excerpt, oneLine, type Span, UserError } from "./errors.ts";
export { co2Series } from "./input/co2.ts";
export { tableOf } from "./input/csv.ts";
export { dateColumn, dateOf, dateText, hasDates, timeUnits } from "./input/dates.ts";
export { delimiterOf, delimiters } from "./input/delimiter.ts";
export { type Missing, withoutMissing } from "./input/missing.ts";
export { type Decimal, numberColumn } from "./input/numbers.ts";
export { type Reading, type Series, seriesOf } from "./input/series.ts";
export { place, type Table, textColumn } from "./input/table.ts";
export { textOf } from "./input/text.ts";
export { compilingPays } from "./process/compiled.ts";
export { estimateFor } from "./process/estimate.ts";
export { type Fit, type FitOptions, fit, type Learned, methods } from "./process/fit.ts";
export { negativeLogLikelihood, type Prediction, posterior, type Sample, sampleOf } from "./process/gp.ts";
export type { Kernel } from "./process/kernels.ts";
export { type Learnt, learn, predictorOf, scaledSeries } from "./process/learn.ts";
export { Pairs, type Places } from "./process/pairs.ts";
export { curveThrough, placesAfter } from "./process/places.ts";
export { startsAround } from "./process/severalstarts.ts";
export { checkSize } from "./process/size.ts";
export { folded, symmetric } from "./process/triangle.ts";
export { warningsOf } from "./process/warnings.ts";
export { decimalsFor } from "./show/decimals.ts";
