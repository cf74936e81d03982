/**
 * The figures of the program, as standalone SVG.
 *
 * @module
 */
export { drawMap, type MapExtent, type MapValues, mapPlaces } from "./show/map.ts";
export { draw } from "./show/plot.ts";
