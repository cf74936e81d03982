import { add, cos, div, exp, log, mul, neg, pow, sin, sqrt, square, sub } from "@wengert/ops";
import { located, type Place } from "./located.ts";
import type { Call, Read } from "./program.ts";

/*
 * The commonest operations, each with a function of its own that calls it. An engine sees there what is called, as it does where
 * one writes the call by hand; a call through a variable costs a third of a scalar operation more.
 */

type Argument = never;

/** Calls of one argument. */
export const ofOne: ReadonlyMap<Call, (first: Read, place: Place) => Read> = /* @__PURE__ */ new Map<
  Call,
  (first: Read, place: Place) => Read
>([
  [
    neg,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return neg(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    square,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return square(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    exp,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return exp(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    log,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return log(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    sqrt,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return sqrt(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    sin,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return sin(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
  [
    cos,
    (first, place) => (values) => {
      const x = first(values);
      try {
        return cos(x as Argument);
      } catch (error) {
        throw located(error, place, [x]);
      }
    },
  ],
]);

/** Calls of two arguments. */
export const ofTwo: ReadonlyMap<Call, (first: Read, second: Read, place: Place) => Read> = /* @__PURE__ */ new Map<
  Call,
  (first: Read, second: Read, place: Place) => Read
>([
  [
    add,
    (first, second, place) => (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return add(x as Argument, y as Argument);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    },
  ],
  [
    sub,
    (first, second, place) => (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return sub(x as Argument, y as Argument);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    },
  ],
  [
    mul,
    (first, second, place) => (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return mul(x as Argument, y as Argument);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    },
  ],
  [
    div,
    (first, second, place) => (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return div(x as Argument, y as Argument);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    },
  ],
  [
    pow,
    (first, second, place) => (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return pow(x as Argument, y as Argument);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    },
  ],
]);
