/** Checks of arguments, for those who write operations: each refusal says who refused what, and what would be right. */
export { expectArray, expectFunction, expectNumber, expectOptions, kindOf } from "./arguments.ts";
