/*
 * For those who write operations of their own on top of these: how axes are read, how a cotangent gets back to the shape
 * of an argument that was broadcast, and elements by their positions. Programs that use operations need none of it.
 */
export { axesOf, axisOf } from "./axes.ts";
export { gatherElements, scatterElements } from "./indexing/gatherelements.ts";
export { ownElements } from "./kernels/broadcast.ts";
export { spelledSum } from "./kernels/spelledsum.ts";
export { sumTo } from "./shape/broadcastto.ts";
