/* What methods with constraints, predictions and scales refuse, and ends that have no minimum to report. */
import { type Tensor, tensor } from "@wengert/array";
import { exp, mul, sqrt, square, sub, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { adam, curveFit, minimize } from "../src/index.ts";

const bowl = (x: Tensor): Tensor => sum(square(sub(x, 3)));

describe("a constraint", () => {
  it.each([
    ["with a number as name", { name: 3 }, /number as name|3 as name/],
    ["that is linear in words", { linear: "yes" }, /as linear, which must be true or false/],
    ["without a limit", { atMost: undefined }, /has no limit: give equals, atLeast or atMost/],
    ["with two", { equals: 1 }, /has equals and another limit/],
  ])("%s is refused", (_, more, message) => {
    const constraints = [{ of: (x: Tensor) => sum(x), atMost: 1, ...more }] as never;
    expect(() => minimize(bowl, tensor([0, 0]), { constraints })).toThrow(message);
  });

  it.each(["sqp", "auglag"] as const)("whose derivative is not finite at the start ends %s", (method) => {
    // At 0 the slope of the root is infinite, the root itself is not.
    const { success, status, message } = minimize(bowl, tensor([0, 0]), {
      method,
      constraints: [{ of: (x) => sum(sqrt(x)), atMost: 1 }],
    });
    expect(success).toBe(false);
    expect(status).toBe("nonFinite");
    expect(message).toContain("the Jacobian of the constraints is not finite at the start");
  });
});

describe("scales", () => {
  it("from a Jacobian are for least squares", () => {
    expect(() => minimize(bowl, tensor([0]), { xScale: "jacobian" as never })).toThrow(
      'xScale "jacobian" is for leastSquares',
    );
  });

  it("are not for transformations", () => {
    expect(() => minimize(bowl, tensor([0]), { method: adam(0.1) as never, xScale: 2 })).toThrow(
      "xScale is not for transformations",
    );
  });
});

describe("predictions of new observations", () => {
  const x = [0, 1, 2, 3, 4];
  const y = x.map((xi) => 2 * Math.exp(-0.5 * xi) + 0.01 * Math.sin(7 * xi));
  const decay = (x: Tensor, p: { a: Tensor; k: Tensor }): Tensor => mul(p.a, exp(mul(mul(-1, p.k), x)));
  const fit = curveFit(decay as never, x, y, { a: 1, k: 1 } as never, { sigma: x.map(() => 0.1) } as never);
  const predict = (sigma: unknown) => () => fit.predict([5, 6], { interval: "prediction", sigma } as never);

  it("need a deviation for each, which is positive", () => {
    expect(predict(undefined)).toThrow("give the sigma of the new ones");
    expect(predict([0.1, 0.1, 0.1])).toThrow("sigma has shape [3], but the model's values have shape [2]");
    for (const sigma of [0, -1, [0.1, 0]]) expect(predict(sigma)).toThrow(/sigma must be positive, not/);
    const wide = fit.predict([5, 6], { interval: "prediction", sigma: [0.1, 10] } as never);
    const widths = [0, 1].map((i) => wide.upper.data[i] - wide.lower.data[i]);
    expect(widths[1]).toBeGreaterThan(50 * widths[0]);
  });
});
