/* What is printed of a function is read back as that function, or refused: never as another one. */

import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import { mathWith, toFormula, toLatex } from "@wengert/formula";
import * as special from "@wengert/special";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";
import { mistakeIn } from "./latex.ts";

type Rows = Readonly<Record<string, readonly (readonly [f: unknown, args: readonly unknown[], ...rest: unknown[]])[]>>;

const tables: Readonly<Record<string, Rows>> = {
  elementwiseRows,
  reductionRows,
  sequenceRows,
  shapeRows,
  specialRows,
  functions,
  general,
  positive,
  products,
  symmetricEigen,
} as never;

/** Operations that consist of rules which no function of the public API is, and those that got an array as a constant. */
const notReadBack: readonly string[] = (
  "elementwise elementwise2 gelu fft fft2 fftn ifft ifft2 ifftn irfft histogram interp median quantile std nanStd set gather pad " +
  "repeat scatterAdd take lyapunov matrixPower corrcoef pairwiseDistance besselK matern periodic rationalQuadratic matrixFunction"
).split(" ");

/** The same up to rounding: `A @ x` and `matmul` of matrices of one column may add in another order. */
function same(x: Tensor, y: Tensor): boolean {
  if (x.shape.join() !== y.shape.join()) return false;
  const scale = Math.max(...x.data.filter(Number.isFinite).map(Math.abs), Number.MIN_VALUE);
  return x.data.every((value, k) => Object.is(value, y.data[k]) || Math.abs(value - y.data[k]) <= 1e-11 * scale);
}

/** Whether what is printed of f at these arguments is read back; another function than f is an error. */
function isReadBack(f: unknown, args: readonly Tensor[]): boolean | undefined {
  const value = (f as (...xs: readonly Tensor[]) => unknown)(...args);
  if (!isTensor(value)) return undefined;
  const names = args.map((_, k) => `a${k + 1}`);
  const formula = (toFormula(f as never, { args: names }) as (...xs: readonly Tensor[]) => string)(...args);
  const latex = (toLatex(f as never, { args: names }) as (...xs: readonly Tensor[]) => string)(...args);
  const mistake = mistakeIn(latex);
  if (mistake !== undefined) throw new Error(`${mistake} in ${latex}`);
  let back: Tensor;
  try {
    back = mathWith({ ...special, ...Object.fromEntries(args.map((x, k) => [names[k], x])) })(formula);
  } catch (error) {
    if (error instanceof WengertError) return false;
    throw error;
  }
  if (!same(value, back)) throw new Error(`${formula} is another function`);
  return true;
}

describe.each(Object.entries(tables))("the operations of %s", (_table, rows) => {
  it.each(Object.entries(rows))("%s", (name, list) => {
    for (const [f, args] of list) {
      const given = args.map((x) => (typeof x === "number" ? tensor(x) : x)) as Tensor[];
      if (!given.every(isTensor)) continue;
      const read = isReadBack(f, given);
      if (!notReadBack.includes(name)) expect(read).not.toBe(false);
    }
  });
});

describe("formulas", () => {
  const x = tensor([0.3, 1.2]);
  const A = tensor([
    [1, 2],
    [0.5, 4],
  ]);

  it.each([
    ["sum(exp(-0.5 * x^2))", "\\sum {\\exp\\left(-0.5 \\, x^{2}\\right)}"],
    ["-x^2", "-x^{2}"],
    ["x^-0.5", "x^{-0.5}"],
    ["(-x)^2", "\\left(-x\\right)^{2}"],
    ["x - (x - 1)", "x - \\left(x - 1\\right)"],
    ["x / (2 * x)", "\\frac{x}{2 \\, x}"],
    ["A @ (A @ x)", "A \\left(A x\\right)"],
    ["A \\ x", "A^{-1} x"],
    ["A' \\ x", "A^{-\\top} x"],
    ["x @ (A \\ x)", "x^{\\top} A^{-1} x"],
    ["2 * (A \\ x)", "2 \\, A^{-1} x"],
    ["A' @ A", "A^{\\top} A"],
    ["mul(A', A)", "A^{\\top} \\odot A"],
    ["A + 0.1 * I(2)", "A + 0.1 \\, I_{2}"],
    ["A[1, :] @ A[:, 0]", "{A_{1, {:}}}^{\\top} A_{{:}, 0}"],
    [
      "where(x > 0.5, x, 0)",
      "\\begin{cases} x & \\text{where } \\left[x > 0.5\\right] \\\\ 0 & \\text{else} \\end{cases}",
    ],
    ["s1 = x + 1; s1 * s1", "\\begin{aligned}\ns_{1} &= x + 1 \\\\\n& s_{1} \\odot s_{1}\n\\end{aligned}"],
    ["sum(A, axis=-1)", "\\operatorname{sum}\\left(A, \\text{axis} = -1\\right)"],
    ["sum(A, axis=0, keepDims=true) * A", undefined],
    ["inv(A) @ x", "A^{-1} x"],
    ["1e-7 * x", "10^{-7} \\, x"],
    ["logdet(A @ A')", "\\log\\det\\left(A A^{\\top}\\right)"],
    ["sqrt(abs(x))", "\\sqrt{\\left|x\\right|}"],
    ["A @ tensor([1, 2])", "A \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}"],
  ])("%s is printed as it is", (text, latex) => {
    const f = (x: Tensor, A: Tensor): Tensor => mathWith({ x, A })(text);
    const names = { args: ["x", "A"] };
    expect(toFormula(f, names)(x, A).replace("axis=-2", "axis=0")).toBe(text);
    const printed = toLatex(f, names)(x, A);
    if (latex !== undefined) expect(printed).toBe(latex);
    expect(mistakeIn(printed)).toBeUndefined();
  });

  it("of any form are read back as the same function", () => {
    const { vector } = fc.letrec<{ vector: string; matrix: string; number: string }>((tie) => ({
      number: fc.oneof(
        { maxDepth: 3, depthIdentifier: "d" },
        fc.constantFrom("2", "0.5", "-1.5", "1e-3", "c"),
        fc.tuple(tie("number"), fc.constantFrom("+", "-", "*"), tie("number")).map((p) => `(${p.join(" ")})`),
        tie("vector").map((v) => `sum(${v})`),
        tie("vector").map((v) => `(${v})[0]`),
        fc.tuple(tie("vector"), tie("vector")).map(([u, v]) => `((${u}) @ (${v}))`),
        tie("matrix").map((m) => `trace(${m})`),
      ),
      vector: fc.oneof(
        { maxDepth: 4, depthIdentifier: "d" },
        fc.constantFrom("x", "y"),
        fc.tuple(tie("vector"), fc.constantFrom("+", "-", "*"), tie("vector")).map((p) => `(${p.join(" ")})`),
        fc.tuple(tie("number"), fc.constantFrom("+", "*"), tie("vector")).map((p) => `(${p.join(" ")})`),
        fc.tuple(tie("vector"), tie("vector")).map(([u, v]) => `(${u}) / (2 + (${v})^2)`),
        tie("vector").map((v) => `-(${v})`),
        tie("vector").map((v) => `tanh(${v})`),
        tie("vector").map((v) => `(${v})[::-1]`),
        fc.tuple(tie("matrix"), tie("vector")).map(([m, v]) => `((${m}) @ (${v}))`),
        fc.tuple(tie("matrix"), tie("vector")).map(([m, v]) => `((9 * I(2) + tanh(${m})) \\ (${v}))`),
        tie("matrix").map((m) => `sum(${m}, axis=1)`),
        tie("matrix").map((m) => `(${m})[:, 1]`),
      ),
      matrix: fc.oneof(
        { maxDepth: 3, depthIdentifier: "d" },
        fc.constantFrom("A", "B"),
        fc.tuple(tie("matrix"), fc.constantFrom("+", "-", "@"), tie("matrix")).map((p) => `(${p.join(" ")})`),
        fc.tuple(tie("matrix"), tie("matrix")).map(([m, n]) => `mul(${m}, ${n})`),
        tie("matrix").map((m) => `(${m})'`),
        fc.tuple(tie("matrix"), tie("number")).map(([m, s]) => `(${m} + ${s} * I(2))`),
        fc.tuple(tie("vector"), tie("vector")).map(([u, v]) => `outer(${u}, ${v})`),
      ),
    }));
    const scope = {
      x,
      y: tensor([-0.7, 0.4]),
      A,
      B: tensor([
        [0.2, -1],
        [1.5, 0.1],
      ]),
      c: tensor(0.6),
    };
    const args = Object.keys(scope);
    const given = Object.values(scope);
    fc.assert(
      fc.property(vector, (text) => {
        const f = (...xs: readonly Tensor[]): Tensor =>
          mathWith(Object.fromEntries(args.map((name, k) => [name, xs[k]])))(text);
        const value = f(...given);
        fc.pre(value.data.every((entry) => Math.abs(entry) < 1e9));
        const printed = (toFormula(f, { args }) as (...xs: readonly Tensor[]) => string)(...given);
        const latex = (toLatex(f, { args }) as (...xs: readonly Tensor[]) => string)(...given);
        const mistake = mistakeIn(latex);
        if (mistake !== undefined) throw new Error(`${mistake} in ${latex}`);
        return same(value, mathWith(scope)(printed));
      }),
      { numRuns: 400 },
    );
  });
});
