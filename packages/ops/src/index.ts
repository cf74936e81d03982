export { type GeluOptions, gelu, relu, silu } from "./activations.ts";
export { abs, add, div, mul, neg, reciprocal, sign, square, sub } from "./arithmetic.ts";
export type { ReduceOptions } from "./axes.ts";
export {
  equal,
  finiteMask,
  greater,
  greaterEqual,
  less,
  lessEqual,
  nanMask,
  notEqual,
} from "./comparisons.ts";
export { elementwise, elementwise2 } from "./define.ts";
export {
  exp,
  exp2,
  expm1,
  log,
  log1p,
  log2,
  log10,
  logaddexp,
  logit,
  logSigmoid,
  sigmoid,
  softplus,
  xlogy,
} from "./exponential.ts";
export { argmax, argmin, type IndexOptions, max, min } from "./extrema.ts";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./hyperbolic.ts";
export { gather, type Indices, type SortOptions, scatterAdd, sort, take } from "./indexing.ts";
export { concat, stack } from "./join.ts";
export { all, any } from "./logic.ts";
export { expandDims, moveAxis, squeeze, swapAxes } from "./moveaxes.ts";
export { type PadOptions, pad } from "./pad.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./powers.ts";
export { mean, std, sum, type VarianceOptions, variance } from "./reductions.ts";
export { repeat, roll, tile } from "./repeat.ts";
export { ceil, floor, remainder, round } from "./rounding.ts";
export { type CumulativeOptions, cumprod, cumsum, prod } from "./scans.ts";
export { clip, maximum, minimum, where } from "./select.ts";
export { broadcastTo, reshape, transpose } from "./shape.ts";
export { sinc } from "./sinc.ts";
export { type Bound, flip, slice, split } from "./slice.ts";
export { logSoftmax, logsumexp, type SoftmaxOptions, softmax } from "./softmax.ts";
export { acos, asin, atan, atan2, cos, sin, tan } from "./trigonometric.ts";
export { zeroSafeMul } from "./zerosafe.ts";
