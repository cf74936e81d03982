// The module of elementwise functions: apart from linear algebra, so that a bundle without the one or the other is small.

export { maximum, minimum, round } from "./choices";
export { cosh, exp, exp2, sigmoid, sinh } from "./exponential";
export { expm1 } from "./hyperbolic";
export { log, log1p, log2, log10, softplus } from "./logarithm";
export { pow } from "./power";
export { tanh } from "./tangent";
export { sine } from "./trigonometric";
