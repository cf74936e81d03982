export {
  abs,
  add,
  cbrt,
  div,
  log,
  mul,
  neg,
  pow,
  reciprocal,
  rsqrt,
  sign,
  sqrt,
  square,
  sub,
} from "./arithmetic.ts";
export { elementwise, elementwise2 } from "./elementwise.ts";
export { exp, exp2, expm1, log1p, log2, log10, logSigmoid, sigmoid, softplus } from "./exponential.ts";
export { concat, stack } from "./join.ts";
export { mean, type ReduceOptions, sum } from "./reductions.ts";
export {
  equal,
  finiteMask,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  notEqual,
  where,
} from "./select.ts";
export { broadcastTo, expandDims, reshape, transpose } from "./shape.ts";
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
} from "./trigonometric.ts";
export { zeroSafeMul } from "./zerosafe.ts";
