/** How tightly an operator binds; more binds tighter. */
export const binding: Readonly<Record<string, number>> = {
  "==": 1,
  "!=": 1,
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "@": 3,
  "\\": 4,
  "^": 6,
};

/** How tightly comparisons bind. */
export const COMPARISON = 1;

/** How tightly a sign before a value binds. */
export const SIGN = 5;
