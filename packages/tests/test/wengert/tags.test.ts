/*
 * What every operation of ops does to a tag, a tag that it closes over, a frozen tag, a number or Tensor, and a traced value: the same
 * derivative each way, and never 0 in silence. The rows are those of the check table, in which every exported operation stands.
 */
import { grad, isTensor, type Tensor, tensor, type Value } from "@wengert/core";
import { add, sum } from "@wengert/ops";
import { freeze, gradient, param, paramsOf, thaw } from "@wengert/params";
import { expect, test } from "vitest";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";

const table = { ...elementwiseRows, ...reductionRows, ...sequenceRows, ...shapeRows };

const parts = (y: unknown): Value[] =>
  typeof y === "number" || isTensor(y) ? [y as Value] : Object.values(y as object).flatMap(parts);
const total = (y: unknown): Tensor => parts(y).reduce<Tensor>((all, part) => add(all, sum(part)), tensor(0));
const numbers = (x: number | Tensor): number[] => (typeof x === "number" ? [x] : [...x.data]);

test.each(Object.entries(table))("%s", (_name, rows) => {
  for (const [op, args] of rows as readonly (readonly [(...args: never[]) => unknown, readonly unknown[]])[]) {
    const [x, ...rest] = args;
    if (typeof x !== "number" && !isTensor(x)) continue;
    const loss = (value: Value) => total(op(...([value, ...rest] as never[])));
    const wanted = numbers(grad(loss)(x) as number | Tensor);
    const p = param(x as Tensor);
    const set = paramsOf(p);
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
