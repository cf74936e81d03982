/**
 * The figures of the program, as standalone SVG.
 *
 * @module
 */
export { drawComparison } from "./show/comparison.ts";
export { draw } from "./show/plot.ts";
