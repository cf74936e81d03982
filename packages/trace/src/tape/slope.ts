/** A number as a function of an operation's value and its arguments. */
export type Formula = (z: number, x: number, y: number) => number;

/** The derivative of an operation on numbers by one of them: a number where it is constant. */
export type Slope = number | Formula;
