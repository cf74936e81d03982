import type { Arithmetic, ArrayFunction, Cell } from "@wengert/trace";

export type { Cell };

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

/** One number of a plan: a constant, an input, or computed from other cells. */
export interface Definition {
  readonly kind: "constant" | "input" | "operator" | "function" | "choice" | "kernel";
  readonly value: number;
  readonly sign: string;
  readonly f: ((x: number, y: number) => number) | undefined;
  readonly operands: readonly Cell[];
  /** Of a kernel. */
  readonly kernels?: ArrayFunction["kernels"];
}

const none: readonly Cell[] = [];

/**
 * The numbers of a plan, each computed from others: programs of scalars and of small arrays, spelled out. Equal computations are one
 * cell, constants are folded, and what cannot change a number is left out.
 */
export class Cells implements Arithmetic {
  readonly all: Definition[] = [];
  /** What must not be 0 for the numbers to hold. */
  readonly required: Cell[] = [];
  readonly #known: Map<string, Cell> = new Map();
  /** Constants by their value; −0 is another number than 0. */
  readonly #constants: Map<number, Cell> = new Map();
  #negativeZero: Cell | undefined;
  /** Of each sign and each function, what is computed by it. */
  readonly #computed: Map<unknown, Map<number, Cell>> = new Map();

  constant(value: number): Cell {
    const isNegativeZero = Object.is(value, -0);
    const known = isNegativeZero ? this.#negativeZero : this.#constants.get(value);
    if (known !== undefined) return known;
    const cell = this.all.push({ kind: "constant", value, sign: "", f: undefined, operands: none }) - 1;
    if (isNegativeZero) this.#negativeZero = cell;
    else this.#constants.set(value, cell);
    return cell;
  }

  /** A number that is written to the plan's memory before it runs. */
  input(): Cell {
    return this.all.push({ kind: "input", value: 0, sign: "", f: undefined, operands: none }) - 1;
  }

  operator(sign: string, x: Cell, y?: Cell): Cell {
    const known = this.#of(sign);
    const key = keyOf(x, y ?? x);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const operands = y === undefined ? [x] : [x, y];
    const made =
      this.#folded(operators[sign], operands) ??
      this.#unchanged(sign, x, y) ??
      this.all.push({ kind: "operator", value: 0, sign, f: undefined, operands }) - 1;
    known.set(key, made);
    return made;
  }

  /** A function of one or two numbers that always gives the same. */
  call(f: (x: number, y: number) => number, operands: readonly Cell[]): Cell {
    const known = this.#of(f);
    const key = keyOf(operands[0], operands[operands.length - 1]);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const made = this.#folded(f, operands) ?? this.all.push({ kind: "function", value: 0, sign: "", f, operands }) - 1;
    known.set(key, made);
    return made;
  }

  /** x where c is not 0, else y. */
  choice(c: Cell, x: Cell, y: Cell): Cell {
    const known = this.all[c];
    if (known.kind === "constant") return known.value !== 0 ? x : y;
    if (x === y) return x;
    const operands = [c, x, y];
    return this.#cell(`? ${operands.join(" ")}`, { kind: "choice", value: 0, sign: "", f: undefined, operands });
  }

  require(c: Cell): void {
    const { kind, value } = this.all[c];
    if (kind !== "constant" || value === 0) this.required.push(c);
  }

  /** Whether all of some conditions hold, and another one. */
  allOf(conditions: readonly Cell[], and: Cell): Cell {
    return conditions.reduce((all, c) => (c === all ? all : this.choice(c, all, this.constant(0))), and);
  }

  /** A function of large arrays. */
  kernel({ name, f, kernels }: ArrayFunction, operands: readonly Cell[]): Cell {
    return this.#cell(`@${name} ${operands.join(" ")}`, { kind: "kernel", value: 0, sign: name, f, operands, kernels });
  }

  #of(what: unknown): Map<number, Cell> {
    let known = this.#computed.get(what);
    if (known === undefined) {
      known = new Map();
      this.#computed.set(what, known);
    }
    return known;
  }

  #cell(key: string, definition: Definition): Cell {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const cell = this.all.push(definition) - 1;
    this.#known.set(key, cell);
    return cell;
  }

  #folded(f: (x: number, y: number) => number, operands: readonly Cell[]): Cell | undefined {
    const [x, y] = [this.all[operands[0]], this.all[operands[operands.length - 1]]];
    if (x.kind !== "constant" || y.kind !== "constant") return undefined;
    return this.constant(f(x.value, y.value));
  }

  /** x·1, x/1, x − 0, x + (−0), and −(−x) are x, to the bit. */
  #unchanged(sign: string, x: Cell, y: Cell | undefined): Cell | undefined {
    const first = this.all[x];
    if (sign === "neg") return first.kind === "operator" && first.sign === "neg" ? first.operands[0] : undefined;
    if (y === undefined) return undefined;
    const is = (cell: Cell, value: number): boolean =>
      this.all[cell].kind === "constant" && Object.is(this.all[cell].value, value);
    if (sign === "*") return is(y, 1) ? x : is(x, 1) ? y : undefined;
    if (sign === "/") return is(y, 1) ? x : undefined;
    if (sign === "-") return is(y, 0) ? x : undefined;
    if (sign !== "+") return undefined;
    if (is(y, -0)) return x;
    if (is(x, -0)) return y;
    // (a + 0) + 0 is a + 0, which is never −0.
    return is(y, 0) && first.kind === "operator" && first.sign === "+" && is(first.operands[1], 0) ? x : undefined;
  }
}

/** Two operands as one number: there are never 2²⁶ cells. */
function keyOf(x: Cell, y: Cell): number {
  return x * 2 ** 26 + y;
}
