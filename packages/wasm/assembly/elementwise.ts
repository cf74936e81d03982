// The module of elementwise functions: apart from linear algebra, so that a bundle without the one or the other is small.

export { cosh, exp, sigmoid } from "./exponential";
export { expm1, tanh } from "./hyperbolic";
export { log, log1p, softplus } from "./logarithm";
export { pow } from "./power";
export { sine } from "./trigonometric";
