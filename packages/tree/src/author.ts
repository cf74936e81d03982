/** Checks of arguments, for authors of operations. Each error names the operation, the argument, and what it should be. */
export { expectArray, expectFunction, expectNumber, expectOptions, kindOf } from "./arguments.ts";
export { fold } from "./fold.ts";
