/**
 * A number as a function of an operation's value and its arguments, which stand in an array at these places. A function of numbers
 * would get each in memory of its own.
 */
export type Formula = (numbers: Float64Array, z: number, x: number, y: number) => number;

/** The derivative of an operation on numbers by one of them: a number where it is constant. */
export type Slope = number | Formula;

/** The derivatives by both arguments. An object: arrays of numbers and arrays of functions would be read in different ways. */
export interface Slopes {
  readonly x: Slope;
  readonly y: Slope;
}
