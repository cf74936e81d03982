import { grad, isTensor, type Tensor, tensor, type Value } from "@wengert/core";
import { add, sum } from "@wengert/ops";
import { freeze, gradient, isParam, param, paramsOf } from "@wengert/params";
import { expect } from "vitest";

/**
 * One use of a public function: a number, or a tree of them, made of a single x through the function.
 *
 * What is expected is a number, or what the error says.
 */
export interface Row {
  readonly use: (x: Value) => unknown;
  /** At x = 2; by default what comes out, which is then the same for a tag. */
  readonly value?: number | RegExp;
  /** The derivative at x = 2, whichever way x is given; by default the quotient of differences, which is then not 0. */
  readonly slope?: number | RegExp;
  /** Where x is a tag that nobody watches, or a frozen one; by default that counts as its value. */
  readonly tag?: number | RegExp;
  readonly frozen?: number | RegExp;
}

/** Rows by the name of the function. */
export type Table = Readonly<Record<string, readonly Row[]>>;

/** Where every x is. */
export const at = 2;

const leaves = (y: unknown): Value[] => {
  if (typeof y === "number" || isTensor(y) || isParam(y)) return [y];
  return typeof y === "object" && y !== null ? Object.values(y).flatMap(leaves) : [];
};

/** The sum of all numbers in what a use returns. */
export const total = (y: unknown): Tensor => leaves(y).reduce<Tensor>((all, part) => add(all, sum(part)), tensor(0));

const close = (found: number | Tensor, expected: number): void => {
  const value = typeof found === "number" ? found : found.item();
  expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected)), `${value}, not ${expected}`).toBeLessThan(1e-6);
};

/** Whether a cell has the number, or throws what it says. */
function holds(cell: () => number | Tensor, expected: number | RegExp): void {
  if (typeof expected === "number") close(cell(), expected);
  else expect(cell).toThrow(expected);
}

const atNumber = ({ use }: Row, x: number): number => total(use(x)).item();
const expectedOf = (row: Row): number | RegExp => row.value ?? atNumber(row, at);

/** The quotient of differences tells from outside what derivatives should be. */
function slopeOf(row: Row): number | RegExp {
  if (row.slope !== undefined) return row.slope;
  const h = 1e-5;
  const slope = (atNumber(row, at + h) - atNumber(row, at - h)) / (2 * h);
  expect(Math.abs(slope)).toBeGreaterThan(1e-3);
  return slope;
}

/** The cells of a row by name: a number, a tag, a frozen tag; a derivative by a traced value and by tags. */
export const cells: Readonly<Record<string, (row: Row) => void>> = {
  "a number": (row) => holds(() => total(row.use(at)), expectedOf(row)),
  "a tag that nobody watches": (row) => holds(() => total(row.use(param(at))), row.tag ?? expectedOf(row)),
  "a frozen tag": (row) => {
    const p = param(at);
    freeze(p);
    holds(() => total(row.use(p)), row.frozen ?? row.tag ?? expectedOf(row));
    // By a set, what is frozen is not followed: a loss of it alone has no derivative.
    expect(() => gradient(() => total(row.use(p)), paramsOf({ other: param(1) }))).toThrow();
  },
  "a traced value": (row) => holds(() => grad((x: Tensor) => total(row.use(x)))(at), slopeOf(row)),
  "a tag that is passed": (row) => holds(() => grad((x: Tensor) => total(row.use(x)))(param(at)), slopeOf(row)),
  "a tag that is passed and closed over": (row) => {
    const p = param(at);
    holds(() => grad(() => total(row.use(p)))(p), slopeOf(row));
  },
  "a tag that is closed over": (row) => {
    const p = param(at);
    holds(() => gradient(() => total(row.use(p)), paramsOf(p)).get(p), slopeOf(row));
  },
};
