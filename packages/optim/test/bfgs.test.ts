/*
 * BFGS on the problems of Moré, Garbow and Hillstrom: it ends where a fit that begins there finds nothing better.
 */
import { type Tensor, tensor } from "@wengert/array";
import { square, sum } from "@wengert/ops";
import { moreGarbowHillstrom } from "@wengert/problems";
import { describe, expect, it } from "vitest";
import { leastSquares, minimize } from "../src/index.ts";

describe("bfgs", () => {
  it.each(moreGarbowHillstrom)("$name", { timeout: 30_000 }, ({ start, residual }) => {
    const f = (x: Tensor): Tensor => sum(square(residual(x)));
    const from = tensor([...start]);
    const { success, value, params } = minimize(f, from, { method: "bfgs" });
    expect(success).toBe(true);
    const near = leastSquares((x: Tensor) => residual(x), params);
    const rest = (value - 2 * near.value) / f(from).item();
    expect(rest).toBeLessThan(1e-9);
  });
});
