/* Corners, ends of domains, poles, ties and infinite arguments: both modes agree there, and give what the one-sided limits allow. */
import { checkRule } from "@wengert/check";
import type { Tensor, Value } from "@wengert/core";
import * as ops from "@wengert/ops";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "./tables/elementwise.ts";
import { type Row, shown } from "./tables/inputs.ts";
import { chosenKinks, elementwiseKinks, everywhere, vectorKinks } from "./tables/kinks.ts";
import { reductionRows } from "./tables/reductions.ts";
import { shapeRows } from "./tables/shapes.ts";

/** What makes operations, not an operation. */
const makers = ["elementwise", "elementwise2"];
const names = Object.keys(elementwiseRows).filter((name) => !makers.includes(name));
const named = ops as unknown as Readonly<Record<string, (x: Value) => Tensor>>;
const elementwise = Object.fromEntries(names.map((name) => [name, elementwiseKinks[name] ?? everywhere(named[name])]));

const tables: Readonly<Record<string, readonly Row[]>> = { ...elementwise, ...vectorKinks };

describe.each([...Object.entries(tables), ...Object.entries(chosenKinks)])("%s", (name, rows) => {
  test.each(rows.map((row) => [shown(row[1]), ...row] as const))("%s", (_at, op, args, options) => {
    checkRule(op, args, { name, at: "kink", ...options });
  });
});

test("every operation has rows, but for those that only move, repeat and add elements", () => {
  const moving = [
    "broadcastTo",
    "concat",
    "expandDims",
    "flip",
    "moveAxis",
    "pad",
    "repeat",
    "reshape",
    "roll",
    "scatterAdd",
    "slice",
    "split",
    "squeeze",
    "stack",
    "swapAxes",
    "tile",
    "transpose",
  ];
  const all = [...names, ...Object.keys(reductionRows), ...Object.keys(shapeRows)];
  expect(all.filter((name) => !(name in tables)).sort()).toEqual(moving);
});
