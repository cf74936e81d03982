import { ArgumentError, type Tensor } from "@wengert/array";
import { expectNoMore, expectNumber } from "@wengert/array/author";
import { add, elementwise, exp, log, logSigmoid, mul, neg, reciprocal, sigmoid, sub, sum } from "@wengert/ops";
import type { Constraint } from "./constraint.ts";
import { unconstrained } from "./unconstrained.ts";

/**
 * Values between two bounds, element by element; −∞ or ∞ leaves a side open.
 *
 *     lo < y < hi   y = lo + (hi − lo)/(1 + e⁻ˣ)   x = log(y − lo) − log(hi − y)   log |det| = Σ log((hi − lo) σ(x) σ(−x))
 *     lo < y        y = lo + eˣ                    x = log(y − lo)                 log |det| = Σ x
 *     y < hi        y = hi − eˣ                    x = log(hi − y)                 log |det| = Σ x
 *
 * Source: the Stan Reference Manual, "Constraint Transforms", lower, upper and both.
 *
 * @param lo - what all values are greater than
 * @param hi - what all values are less than
 * @throws {ArgumentError} unless lo < hi, and their distance is no more than the largest number
 * @example
 * import { bounded, param } from "@wengert/params";
 *
 * const correlation = param(0.5, { constraint: bounded(-1, 1) });
 * correlation.value; // => 0.5
 * param(2, { constraint: bounded(-1, 1) }); // throws ConstraintError: between -1 and 1
 */
export function bounded(lo: number, hi: number): Constraint {
  expectNoMore("bounded", arguments[2]);
  expectNumber("bounded", "lo", lo);
  expectNumber("bounded", "hi", hi);
  const [below, above] = [lo > Number.NEGATIVE_INFINITY, hi < Number.POSITIVE_INFINITY];
  if (!(lo < hi) || (below && above && hi - lo === Number.POSITIVE_INFINITY)) {
    const message = `bounded: no numbers lie between ${lo} and ${hi}, or the distance is too large to be a number`;
    throw new ArgumentError(`${message}; the lower bound comes first.`, "bounded");
  }
  const name = `bounded(${lo}, ${hi})`;
  if (below && above) return { name, ...between(lo, hi), ...inside(lo, hi, `between ${lo} and ${hi}`) };
  if (below) return { name, ...beside(lo, 1), ...inside(lo, hi, `greater than ${lo}`) };
  if (above) return { name, ...beside(hi, -1), ...inside(lo, hi, `less than ${hi}`) };
  return { ...unconstrained(), name, ...inside(lo, hi, "finite") };
}

type Bijection = Pick<Constraint, "forward" | "inverse" | "logDet">;

/*
 * Three formulas for one function, each for the values that lose no digits in it: beside either bound, measured from
 * there, and around the middle, where y = (lo + hi)/2 + (hi − lo)/2 · tanh(x/2).
 */
function between(lo: number, hi: number): Bijection {
  const width = hi - lo;
  const [middle, half] = [lo / 2 + hi / 2, width / 2];
  const value = (x: number): number => {
    if (Math.abs(x) < 1) return middle + half * Math.tanh(x / 2);
    const share = Math.exp(-Math.abs(x)) / (1 + Math.exp(-Math.abs(x)));
    return x < 0 ? lo + width * share : hi - width * share;
  };
  const logOdds = (y: number): number => {
    const t = (y - middle) / half;
    return Math.abs(t) < 0.5 ? 2 * Math.atanh(t) : Math.log(y - lo) - Math.log(hi - y);
  };
  return {
    forward: elementwise("bounded", value, (x) => mul(width, mul(sigmoid(x), sigmoid(neg(x))))),
    inverse: elementwise("bounded", logOdds, (y) => add(reciprocal(sub(y, lo)), reciprocal(sub(hi, y)))),
    logDet: (x) => sum(add(Math.log(width), add(logSigmoid(x), logSigmoid(neg(x))))),
  };
}

/** One bound; the values lie on the side of that sign. */
function beside(bound: number, sign: 1 | -1): Bijection {
  return {
    forward: (x) => add(bound, mul(sign, exp(x))),
    inverse: (y) => log(mul(sign, sub(y, bound))),
    logDet: (x) => sum(x),
  };
}

function inside(lo: number, hi: number, domain: string): Pick<Constraint, "domain" | "accepts" | "elementwise"> {
  const open = (y: number): boolean => y > lo && y < hi && Number.isFinite(y);
  return { domain, elementwise: true, accepts: (y: Tensor) => y.data.every(open) };
}
