// The module of linear algebra.

export { squaredDistances, weightedDifferences } from "./differences";
export { multiply, solve } from "./panels";
