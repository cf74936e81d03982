import type { Arithmetic, ArrayFunction, Cell } from "@wengert/trace";
import { type Definition, Definitions, type Source } from "./definitions.ts";

export type { Cell, Definition };

/** Instructions of one and two operands, with their meaning in JavaScript: exactly what WebAssembly computes. */
export const operators: { readonly [sign: string]: (x: number, y: number) => number } = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  min: Math.min,
  max: Math.max,
  "=": (x, y) => (x === y ? 1 : 0),
  "<": (x, y) => (x < y ? 1 : 0),
  "≤": (x, y) => (x <= y ? 1 : 0),
  neg: (x) => -x,
  abs: Math.abs,
  "√": Math.sqrt,
};

/**
 * The numbers of a plan, each computed from others: programs of scalars and of small arrays, spelled out. Equal computations are one
 * cell, constants are folded, and what cannot change a number is left out.
 */
export class Cells implements Arithmetic {
  readonly all: Definitions = new Definitions();
  /** What must not be 0 for the numbers to hold. */
  readonly required: Cell[] = [];
  /** The sources of signs, functions and kernels. */
  readonly #sources: Map<unknown, number> = new Map();
  /** Constants by their value; −0 is another number than 0. */
  readonly #constants: Map<number, Cell> = new Map();
  #negativeZero: Cell | undefined;

  constant(value: number): Cell {
    const isNegativeZero = Object.is(value, -0);
    const known = isNegativeZero ? this.#negativeZero : this.#constants.get(value);
    if (known !== undefined) return known;
    const cell = this.all.constant(value);
    if (isNegativeZero) this.#negativeZero = cell;
    else this.#constants.set(value, cell);
    return cell;
  }

  /** A number that is written to the plan's memory before it runs. */
  input(): Cell {
    return this.all.input();
  }

  operator(sign: string, x: Cell, y?: Cell): Cell {
    const { all } = this;
    if (all.isConstant(x) && (y === undefined || all.isConstant(y))) return this.#folded(operators[sign], x, y ?? x);
    const source = this.#sources.get(sign) ?? this.#source(sign, { kind: "operator", sign, f: undefined });
    return this.#unchanged(sign, x, y) ?? all.computed(source, x, y);
  }

  /** A function of one or two numbers that always gives the same. */
  call(f: (x: number, y: number) => number, [x, y]: readonly Cell[]): Cell {
    const { all } = this;
    if (all.isConstant(x) && (y === undefined || all.isConstant(y))) return this.#folded(f, x, y ?? x);
    return all.computed(this.#sources.get(f) ?? this.#source(f, { kind: "function", sign: "", f }), x, y);
  }

  /** x where c is not 0, else y. */
  choice(c: Cell, x: Cell, y: Cell): Cell {
    const { all } = this;
    if (all.isConstant(c)) return all.valueOf(c) !== 0 ? x : y;
    if (x === y) return x;
    const source = this.#sources.get("?") ?? this.#source("?", { kind: "choice", sign: "", f: undefined });
    return all.computed(source, c, x, y);
  }

  require(c: Cell): void {
    if (!this.all.isConstant(c) || this.all.valueOf(c) === 0) this.required.push(c);
  }

  /** Whether all of some conditions hold, and another one. */
  allOf(conditions: readonly Cell[], and: Cell): Cell {
    return conditions.reduce((all, c) => (c === all ? all : this.choice(c, all, this.constant(0))), and);
  }

  /** A function of large arrays. */
  kernel({ name, f, kernels }: ArrayFunction, [x, y]: readonly Cell[]): Cell {
    const key = `@${name}`;
    const source = this.#sources.get(key) ?? this.#source(key, { kind: "kernel", sign: name, f, kernels });
    return this.all.computed(source, x, y);
  }

  #source(key: unknown, source: Source): number {
    const number = this.all.source(source);
    this.#sources.set(key, number);
    return number;
  }

  #folded(f: (x: number, y: number) => number, x: Cell, y: Cell): Cell {
    return this.constant(f(this.all.valueOf(x), this.all.valueOf(y)));
  }

  /** x·1, x/1, x − 0, x + (−0), and −(−x) are x, to the bit. */
  #unchanged(sign: string, x: Cell, y: Cell | undefined): Cell | undefined {
    const { all } = this;
    if (y === undefined) return sign === "neg" && all.sourceOf(x).sign === "neg" ? all.operand(x, 0) : undefined;
    if (sign === "*") return all.is(y, 1) ? x : all.is(x, 1) ? y : undefined;
    if (sign === "/") return all.is(y, 1) ? x : undefined;
    if (sign === "-") return all.is(y, 0) ? x : undefined;
    if (sign !== "+") return undefined;
    if (all.is(y, -0)) return x;
    if (all.is(x, -0)) return y;
    // (a + 0) + 0 is a + 0, which is never −0.
    return all.is(y, 0) && all.sourceOf(x).sign === "+" && all.is(all.operand(x, 1), 0) ? x : undefined;
  }
}
