import { tensor, type Value } from "@wengert/core";
import * as special from "@wengert/special";
import { expect, test } from "vitest";
import { check } from "../ops/tables/inputs.ts";
import { specialRows } from "./tables/special.ts";

check(specialRows);

test("every exported function stands in the table", () => {
  expect(Object.keys(specialRows).sort()).toEqual(Object.keys(special).sort());
});

test("they take anything that an op takes", () => {
  const chained = (x: Value) => special.erfInv(special.erf(x));
  expect(chained(0.25).item()).toBeCloseTo(0.25, 14);
  expect(special.logBeta(tensor([[1], [2]]), tensor([1, 2, 3])).shape).toEqual([2, 3]);
  expect(() => special.gamma("5" as never)).toThrow("gamma: argument 1 is a string");
});
