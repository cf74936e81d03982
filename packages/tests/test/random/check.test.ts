import { describe, expect, test } from "vitest";
import { check } from "../ops/tables/inputs.ts";
import { checkLeadingAxes } from "../trace/leadingaxes.ts";
import { randomRows } from "./tables/random.ts";

check(randomRows);

describe("rules with further leading axes", () => {
  test.each(Object.entries(randomRows))("%s", (_name, rows) => {
    for (const [op, args] of rows) expect(checkLeadingAxes(op, args, true).length).toBeGreaterThan(0);
  });
});
