/*
 * Methods with the exact Hessian leave saddle points, however these are turned; those with gradients only end there, as the guide says.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, cos, mul, square, sub, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { type MethodName, minimize } from "../src/index.ts";

const exact = ["newton-cg", "trust-ncg"] as const satisfies readonly MethodName[];
const gradients = ["lbfgs", "lbfgsb", "bfgs", "cg"] as const satisfies readonly MethodName[];

/** Two minima at u = ±1, and a saddle between them, in variables turned by an angle: no variable alone shows it. */
function turned(angle: number) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const u = (p: Tensor): Tensor => sum(mul(p, tensor([c, -s])));
  const v = (p: Tensor): Tensor => sum(mul(p, tensor([s, c])));
  const f = (p: Tensor): Tensor => add(square(sub(square(u(p)), 1)), square(v(p)));
  return { f, at: (u: number, v: number) => tensor([c * u + s * v, -s * u + c * v]) };
}

describe.each(exact)("%s", (method) => {
  it.each([0, 0.3, Math.PI / 4, 1.2, 2.5])("leaves a saddle turned by %f", (angle) => {
    const { f, at } = turned(angle);
    // Through the valley that ends at the saddle, and at the saddle itself, with and without a tolerance.
    for (const start of [at(0, 2), at(0, 0)]) {
      for (const tolerance of [undefined, 1e-8]) {
        const { success, value } = minimize((p: Tensor) => f(p), start, { method, tolerance });
        expect(success).toBe(true);
        expect(value).toBeLessThan(1e-12);
      }
    }
  });

  it.each([1e15, 1e-15])("in any units: %f", (c) => {
    const { f, at } = turned(0.7);
    const start = tensor([...at(0, 2).data].map((x) => x * 1e9));
    const { success, value } = minimize((p: Tensor) => mul(c, f(mul(1e-9, p))), start, { method });
    expect(success).toBe(true);
    expect(value / c).toBeLessThan(1e-12);
  });

  it("leaves one among many variables", () => {
    // Σ cos: at the start every variable is at a maximum but the first.
    const start = tensor(Array.from({ length: 30 }, (_, i) => (i === 0 ? 2 : 0)));
    const { success, value } = minimize((x: Tensor) => sum(cos(x)), start, { method });
    expect(success).toBe(true);
    expect(value).toBeCloseTo(-30, 8);
  });

  it("calls a minimum one", () => {
    const { status, params } = minimize((p: Tensor) => sum(square(p)), tensor([0, 0, 0]), { method });
    expect(status).toBe("converged");
    expect(params.toArray()).toEqual([0, 0, 0]);
  });
});

it.each(gradients)("%s ends at a saddle that its start leads to, and not from beside it", (method) => {
  const { f, at } = turned(0);
  expect(minimize((p: Tensor) => f(p), at(0, 2), { method }).value).toBeCloseTo(1, 8);
  expect(minimize((p: Tensor) => f(p), at(1e-3, 2), { method }).value).toBeLessThan(1e-9);
});
