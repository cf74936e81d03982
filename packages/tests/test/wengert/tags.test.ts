/*
 * What every operation of ops, special and linalg does to a tag, a tag that it closes over, a frozen tag, a number or Tensor, and a traced value: the same
 * derivative each way, and never 0 in silence. The rows are those of the check tables, in which every exported operation stands.
 */
import { grad, isTensor, type Tensor, tensor, type Value } from "@wengert/core";
import { add, sum } from "@wengert/ops";
import { freeze, gradient, param, paramsOf, thaw } from "@wengert/params";
import { expect, test } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";

const table = {
  ...elementwiseRows,
  ...reductionRows,
  ...sequenceRows,
  ...shapeRows,
  ...specialRows,
  ...products,
  ...positive,
  ...general,
  ...symmetricEigen,
  ...singular,
  ...functions,
};

const parts = (y: unknown): Value[] =>
  typeof y === "number" || isTensor(y) ? [y as Value] : Object.values(y as object).flatMap(parts);
const total = (y: unknown): Tensor => parts(y).reduce<Tensor>((all, part) => add(all, sum(part)), tensor(0));
const numbers = (x: number | Tensor): number[] => (typeof x === "number" ? [x] : [...x.data]);

/** a⁰ does not depend on a: that is refused, whichever way a is given. */
function isIndependent(differentiate: () => unknown): boolean {
  try {
    differentiate();
    return false;
  } catch (error) {
    expect((error as Error).name).toBe("IndependentLossError");
    return true;
  }
}

test.each(Object.entries(table))("%s", (name, rows) => {
  for (const [op, args] of rows as unknown as readonly (readonly [
    (...args: never[]) => unknown,
    readonly unknown[],
  ])[]) {
    const [x, ...rest] = args;
    if (typeof x !== "number" && !isTensor(x)) continue;
    const loss = (value: Value) => total(op(...([value, ...rest] as never[])));
    const p = param(x as Tensor);
    const set = paramsOf(p);
    if (name === "matrixPower" && isIndependent(() => grad(loss)(x))) {
      for (const way of [() => grad(loss)(p), () => grad(() => loss(p))(p), () => gradient(() => loss(p), set)]) {
        expect(isIndependent(way)).toBe(true);
      }
      continue;
    }
    const wanted = numbers(grad(loss)(x) as number | Tensor);
    const same = (got: number | Tensor) => expect(numbers(got)).toEqual(wanted);
    same(grad(loss)(p));
    same(grad(() => loss(p))(p));
    same(gradient(() => loss(p), set).get(p));
    same(grad((y: Tensor) => loss(y))(x as Tensor));
    freeze(p);
    same(grad(loss)(p));
    expect(() => gradient(() => loss(p), set)).toThrow(/frozen/);
    thaw(p);
  }
});
