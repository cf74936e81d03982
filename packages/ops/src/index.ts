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
export { clip, maximum, minimum } from "./elementwise/maximum.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./elementwise/powers.ts";
export { ceil, floor, remainder, round } from "./elementwise/rounding.ts";
export { sinc } from "./elementwise/sinc.ts";
export { acos, asin, atan, atan2, cos, sin, tan } from "./elementwise/trigonometric.ts";
export { where } from "./elementwise/where.ts";
export { type Bound, flip, slice } from "./indexing/slice.ts";
export { type SortOptions, sort } from "./indexing/sort.ts";
export { split } from "./indexing/split.ts";
export { gather, type Indices, scatterAdd, take } from "./indexing/take.ts";
export { all, any } from "./reductions/anyall.ts";
export { argmax, argmin, type IndexOptions } from "./reductions/argmax.ts";
export { type CumulativeOptions, cumprod, cumsum } from "./reductions/cumulative.ts";
export { max, min } from "./reductions/extrema.ts";
export { prod } from "./reductions/prod.ts";
export { logSoftmax, logsumexp, type SoftmaxOptions, softmax } from "./reductions/softmax.ts";
export { mean, std, type VarianceOptions, variance } from "./reductions/statistics.ts";
export { sum } from "./reductions/sum.ts";
export { broadcastTo } from "./shape/broadcastto.ts";
export { concat, stack } from "./shape/concat.ts";
export { expandDims, moveAxis, squeeze, swapAxes } from "./shape/moveaxes.ts";
export { type PadOptions, pad } from "./shape/pad.ts";
export { repeat, roll, tile } from "./shape/repeat.ts";
export { reshape } from "./shape/reshape.ts";
export { transpose } from "./shape/transpose.ts";
