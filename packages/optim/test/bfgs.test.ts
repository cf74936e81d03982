/*
 * BFGS on the problems of Moré, Garbow and Hillstrom: it ends where a fit that begins there finds nothing better.
 */
import { type Tensor, tensor } from "@wengert/array";
import { square, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { leastSquares, minimize } from "../src/index.ts";
import { moreGarbowHillstrom } from "./mgh.ts";

/** What BFGS takes for a minimum, and why. It must still have come closer than a hundredth of the start's value. */
const misses: Record<string, string> = {
  "Biggs EXP6": "a minimum, beside which the fit jumps to a lower one",
};

describe("bfgs", () => {
  it.each(moreGarbowHillstrom)("$name", { timeout: 30_000 }, ({ name, start, residual }) => {
    const f = (x: Tensor): Tensor => sum(square(residual(x)));
    const from = tensor([...start]);
    const { success, value, params } = minimize(f, from, { method: "bfgs" });
    expect(success).toBe(true);
    const near = leastSquares((x: Tensor) => residual(x), params);
    const rest = (value - 2 * near.value) / f(from).item();
    if (name in misses) expect(rest).toBeGreaterThan(1e-9);
    expect(rest).toBeLessThan(name in misses ? 1e-2 : 1e-9);
  });
});
