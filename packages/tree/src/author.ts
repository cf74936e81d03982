/** Checks of arguments, for authors of operations. Each error names the operation, the argument, and what it should be. */
export {
  expectArray,
  expectFlag,
  expectFunction,
  expectNoMore,
  expectNumber,
  expectOptions,
  kindOf,
  quoted,
  symbolicOption,
} from "./arguments.ts";
export { isStatic, type Shell, type Static, type Unpacked, unpack } from "./container.ts";
export { fold } from "./fold.ts";
export { nearest } from "./nearest.ts";
