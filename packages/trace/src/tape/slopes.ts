import type { Tensor } from "@wengert/array";
import { isNumber } from "../bindfew.ts";
import type { Outputs, Rule } from "../contract.ts";
import { stack } from "../frame.ts";
import { Interpreter, Traced } from "../traced.ts";
import type { Formula, Slope, Slopes } from "./slope.ts";

const ofZ: Formula = (numbers, z) => numbers[z];
export const ofX: Formula = (numbers, _z, x) => numbers[x];
export const ofY: Formula = (numbers, _z, _x, y) => numbers[y];

/** Of a rule whose derivatives are more than functions of numbers. */
export const NO_SLOPES: Slopes = { x: ofZ, y: ofZ };

/**
 * Composes functions of numbers while a derivative that is written in ops is run once. Whoever asks for more than operations
 * on numbers gets an error, and then there is no formula.
 */
class Formulas extends Interpreter {
  override process(): never {
    throw new RangeError("no formula");
  }

  override process1(rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
    const { number } = rule;
    if (number === undefined || attributes !== undefined) return this.process();
    return this.value(of1(number, this.formula(x)));
  }

  override process2(rule: Rule, x: Tensor, y: Tensor, attributes: object | undefined): Outputs {
    const { number } = rule;
    if (number === undefined || attributes !== undefined) return this.process();
    return this.value(of2(number, this.formula(x), this.formula(y)));
  }

  value(formula: Formula): Traced<Formula> {
    return new Traced<Formula>(this, undefined, formula);
  }

  formula(x: Tensor): Formula {
    if ((x as Traced).interpreter === this) return (x as Traced<Formula>).mark;
    if (!isNumber(x)) return this.process();
    const value = x.item();
    return () => value;
  }
}

type Function1 = (x: number) => number;
type Function2 = (x: number, y: number) => number;

function of1(f: Function1, u: Formula): Formula {
  if (u === ofX) return (numbers, _z, x) => f(numbers[x]);
  if (u === ofZ) return (numbers, z) => f(numbers[z]);
  return (numbers, z, x, y) => f(u(numbers, z, x, y));
}

function of2(f: Function2, u: Formula, v: Formula): Formula {
  return (numbers, z, x, y) => f(u(numbers, z, x, y), v(numbers, z, x, y));
}

/** The derivatives of a rule of numbers by its arguments, as functions of numbers. */
export function slopesOf(rule: Rule): Slopes {
  const formulas = new Formulas();
  const [z, x, y] = [ofZ, ofX, ofY].map((formula) => formulas.value(formula));
  const { top } = stack;
  stack.top = formulas;
  const slope = (k: number): Slope => {
    const given = rule.slope?.(k, z, x, y);
    return typeof given === "number" ? given : formulas.formula(given as Tensor);
  };
  try {
    rule.slopes = { x: slope(0), y: slope(1) };
  } catch {
    rule.slopes = NO_SLOPES;
  } finally {
    stack.top = top;
  }
  return rule.slopes;
}
