/* Both modes agree at corners and infinite elements, element by element, and give what the one-sided limits allow. */
import { checkRule } from "@wengert/check";
import { describe, test } from "vitest";
import { covarianceKinks, kinks } from "./tables/kinks.ts";

describe.each([...Object.entries(kinks), ...Object.entries(covarianceKinks)])("%s", (name, rows) => {
  test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
    checkRule(op, args, { name, at: "kink", ...options });
  });
});
