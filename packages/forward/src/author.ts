/*
 * For operations that differentiate functions that they hold. Programs use `jvp`.
 */
export { Forward } from "./dual.ts";
