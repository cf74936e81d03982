export type { ReduceOptions } from "./axes.ts";
export { type GeluOptions, gelu, relu, silu } from "./elementwise/activations.ts";
export { abs, add, div, mul, neg, reciprocal, sign, square, sub } from "./elementwise/arithmetic.ts";
export {
  equal,
  finiteMask,
  greater,
  greaterEqual,
  less,
  lessEqual,
  nanMask,
  notEqual,
} from "./elementwise/comparisons.ts";
export { elementwise, elementwise2 } from "./elementwise/custom.ts";
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
} from "./elementwise/exponential.ts";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./elementwise/hyperbolic.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./elementwise/powers.ts";
export { ceil, floor, remainder, round } from "./elementwise/rounding.ts";
export { sinc } from "./elementwise/sinc.ts";
export { acos, asin, atan, atan2, cos, sin, tan } from "./elementwise/trigonometric.ts";
export { clip, maximum, minimum, where } from "./elementwise/where.ts";
export { zeroSafeMul } from "./elementwise/zerosafe.ts";
export { type Bound, flip, slice, split } from "./indexing/slice.ts";
export { gather, type Indices, type SortOptions, scatterAdd, sort, take } from "./indexing/take.ts";
export { all, any } from "./reductions/anyall.ts";
export { type CumulativeOptions, cumprod, cumsum, prod } from "./reductions/cumulative.ts";
export { argmax, argmin, type IndexOptions, max, min } from "./reductions/extrema.ts";
export { logSoftmax, logsumexp, type SoftmaxOptions, softmax } from "./reductions/softmax.ts";
export { mean, std, sum, type VarianceOptions, variance } from "./reductions/statistics.ts";
export { concat, stack } from "./shape/concat.ts";
export { expandDims, moveAxis, squeeze, swapAxes } from "./shape/moveaxes.ts";
export { type PadOptions, pad } from "./shape/pad.ts";
export { repeat, roll, tile } from "./shape/repeat.ts";
export { broadcastTo, reshape, transpose } from "./shape/reshape.ts";
