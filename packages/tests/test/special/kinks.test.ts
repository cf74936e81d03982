/* Poles, ends of domains and infinite arguments of special functions: both modes agree, and give what the limits allow. */
import { checkRule } from "@wengert/check";
import type { Tensor, Value } from "@wengert/core";
import * as special from "@wengert/special";
import { describe, test } from "vitest";
import { type Row, shown } from "../ops/tables/inputs.ts";
import { everywhere, pairs } from "../ops/tables/kinks.ts";

const { POSITIVE_INFINITY: inf } = Number;
const few = [-inf, -1, 0, 1, inf];

/** Functions of several arguments; all others are taken everywhere. */
const several: Readonly<Record<string, readonly Row[]>> = {
  besselK: [0, 0.3, 0.5, 1, 1.5, 2, 2.7].flatMap((nu) => everywhere((x) => special.besselK(nu, x))),
  logBeta: pairs(special.logBeta, few, few),
  matern: [0.3, 0.5, 1, 1.5, 2, 2.5, 2.7, inf].flatMap((nu) =>
    everywhere((d2) => special.matern(d2, nu), [-1, 0, 1, inf]),
  ),
  periodic: [0, 0.3, 1, inf].flatMap((d2): readonly Row[] => [
    [special.periodic, [d2, 1, 1]],
    [special.periodic, [d2, 2.5, 0.7]],
  ]),
  rationalQuadratic: pairs(special.rationalQuadratic, [-0.5, 0, 1, inf], [0.5, 1, 2]),
};

const named = special as unknown as Readonly<Record<string, (x: Value) => Tensor>>;
const names = Object.keys(special);

describe.each(names.map((name) => [name, several[name] ?? everywhere(named[name])] as const))("%s", (name, rows) => {
  test.each(rows.map((row) => [shown(row[1]), ...row] as const))("%s", (_at, op, args, options) => {
    checkRule(op, args, { name, at: "kink", ...options });
  });
});
