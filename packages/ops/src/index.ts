export type { AxesOption, AxisOption, ReduceOptions } from "./axes.ts";
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
  logSigmoid,
  sigmoid,
  softplus,
  xlogy,
} from "./elementwise/exponential.ts";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./elementwise/hyperbolic.ts";
export { logaddexp } from "./elementwise/logaddexp.ts";
export { logit } from "./elementwise/logit.ts";
export { maskedFill } from "./elementwise/maskedfill.ts";
export { clip, maximum, minimum } from "./elementwise/maximum.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./elementwise/powers.ts";
export { ceil, floor, remainder, round } from "./elementwise/rounding.ts";
export { sinc } from "./elementwise/sinc.ts";
export { acos, asin, atan, atan2, cos, sin, tan } from "./elementwise/trigonometric.ts";
export { where } from "./elementwise/where.ts";
export { type Complex, type FftOptions, fft, ifft, irfft, rfft } from "./fourier/fft.ts";
export { type FftnOptions, fft2, fftn, ifft2, ifftn } from "./fourier/severalaxes.ts";
export { type OneHotOptions, oneHot } from "./indexing/onehot.ts";
export { type SearchOptions, searchsorted } from "./indexing/searchsorted.ts";
export { type Index, type IndexRange, set } from "./indexing/set.ts";
export { type Bound, flip, slice } from "./indexing/slice.ts";
export { argsort, type SortOptions, sort } from "./indexing/sort.ts";
export { split } from "./indexing/split.ts";
export { gather, type Indices, scatterAdd, take } from "./indexing/take.ts";
export { trilIndices, triuIndices } from "./indexing/triangleindices.ts";
export { all, any } from "./reductions/anyall.ts";
export { argmax, argmin, type IndexOptions } from "./reductions/argmax.ts";
export { type CrossEntropyOptions, crossEntropy } from "./reductions/crossentropy.ts";
export { type CumulativeOptions, cumprod, cumsum } from "./reductions/cumulative.ts";
export { cummax, cummin } from "./reductions/cumulativeextrema.ts";
export { max, min } from "./reductions/extrema.ts";
export { type Histogram, type HistogramOptions, histogram } from "./reductions/histogram.ts";
export { logcumsumexp } from "./reductions/logcumsumexp.ts";
export { prod } from "./reductions/prod.ts";
export { median, quantile } from "./reductions/quantile.ts";
export { logSoftmax, logsumexp, type SoftmaxOptions, softmax } from "./reductions/softmax.ts";
export { mean, std, type VarianceOptions, variance } from "./reductions/statistics.ts";
export { sum } from "./reductions/sum.ts";
export { nanMax, nanMean, nanMin, nanStd, nanSum, nanVariance } from "./reductions/withoutnan.ts";
export { type ConvolveOptions, convolve } from "./sequences/convolve.ts";
export { type DiffOptions, diff } from "./sequences/diff.ts";
export { type InterpOptions, interp } from "./sequences/interp.ts";
export { type CumtrapzOptions, cumtrapz, type TrapezoidOptions, trapezoid } from "./sequences/trapezoid.ts";
export { type Blocks, block } from "./shape/block.ts";
export { broadcastTo } from "./shape/broadcastto.ts";
export { concat, stack } from "./shape/concat.ts";
export { type MeshgridOptions, meshgrid } from "./shape/meshgrid.ts";
export { expandDims, moveAxis, squeeze, swapAxes } from "./shape/moveaxes.ts";
export { type PadOptions, pad } from "./shape/pad.ts";
export { repeat, roll, tile } from "./shape/repeat.ts";
export { reshape } from "./shape/reshape.ts";
export { transpose } from "./shape/transpose.ts";
