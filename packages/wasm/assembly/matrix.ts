// The module of linear algebra.

export { squaredDistances, weightedDifferences } from "./differences";
export { eliminate } from "./elimination";
export { packColumns, packRows } from "./packing";
export { multiplyPacked } from "./packed";
export { multiply, solve } from "./panels";
export { multiplyMany, transposeMany } from "./small";
export { addDots, addRows } from "./thin";
