/*
 * Whatever numbers come up, every method ends, soon, and says how.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, div, exp, log, mul, neg, pow, sqrt, square, sub, sum } from "@wengert/ops";
import { generator } from "@wengert/random";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares, type MethodName, minimize } from "../src/index.ts";

const x = tensor([0.1, 0.5, 1, 2, 3, 5, 8]);

/** Models of three parameters, with places where they overflow, vanish or do not exist. */
const models: Record<string, (b: readonly Tensor[]) => Tensor> = {
  decay: (b) => add(mul(b[0], exp(mul(b[1], x))), b[2]),
  power: (b) => mul(b[0], pow(add(x, b[1]), b[2])),
  peak: (b) => mul(div(b[0], b[1]), exp(mul(-0.5, square(div(sub(x, b[2]), b[1]))))),
  logarithm: (b) => add(mul(b[0], log(add(b[1], x))), div(b[2], x)),
  ratio: (b) => div(add(b[0], mul(b[1], x)), add(1, mul(b[2], x))),
  plateau: (b) => mul(exp(neg(square(mul(1e3, b[0])))), mul(b[1], mul(b[2], x))),
  root: (b) => sqrt(add(mul(b[0], x), mul(b[1], b[2]))),
  "one parameter too many": (b) => mul(add(b[0], add(b[1], b[2])), x),
  constant: (b) => mul(mul(0, b[0]), x),
};

const fits: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];
const methods: readonly MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"];
const bounded: readonly MethodName[] = ["lbfgsb", "nelder-mead"];

describe.each(Object.entries(models))("%s", (_, model) => {
  // Sizes of everyday, of units apart, and as far as doubles go.
  it.each([
    [2, 1],
    [12, 6],
    [300, 150],
  ])("numbers over %i powers of ten", (range, below) => {
    const draws = generator(range);
    const random = (): number => draws.uniform().item();
    const number = (): number => (random() < 0.5 ? -1 : 1) * 10 ** (random() * range - below);
    for (let k = 0; k < 4; k++) {
      const start = [number(), number(), number()];
      const y = tensor(Array.from({ length: x.size }, () => (k === 0 ? 0 : number())));
      let evaluations = 0;
      const residual = (b: readonly Tensor[]): Tensor => {
        evaluations++;
        if (evaluations > 5000) throw new Error(`no end from ${start} with ${y.toArray()}`);
        return sub(model(b), y);
      };
      const ends = (run: () => { value: number; message: string; params: readonly number[] }): void => {
        evaluations = 0;
        const { value, message, params } = run();
        expect(message).not.toBe("");
        expect(value).not.toBeNaN();
        expect(params.every(Number.isFinite)).toBe(true);
      };
      const loss = k % 2 === 0 ? "linear" : "cauchy";
      const bounds = {
        lower: [Number.NEGATIVE_INFINITY, start[1] - 1, Number.NEGATIVE_INFINITY],
        upper: [Number.POSITIVE_INFINITY, start[1] + 1, start[2] + 0.5],
      };
      const objective = (b: readonly Tensor[]): Tensor => sum(square(residual(b)));
      for (const method of fits) ends(() => leastSquares(residual, start, { method, loss, maxIterations: 200 }));
      ends(() => leastSquares(residual, start, { bounds, loss, maxIterations: 200 }));
      for (const method of methods) ends(() => minimize(objective, start, { method, maxIterations: 100 }));
      for (const method of bounded) ends(() => minimize(objective, start, { method, bounds, maxIterations: 100 }));
    }
  });
});

// Beyond b = 19 the tail of the bell is smaller than 1e-154, and its square no number.
it.each(fits)("a Jacobian whose squares vanish: %s", (method) => {
  for (let b = 10; b < 28; b += 0.25) {
    for (const height of [1e-5, 1, 1e5]) {
      let evaluations = 0;
      const residual = ([c, h]: readonly Tensor[]): Tensor => {
        evaluations++;
        if (evaluations > 5000) throw new Error(`no end from ${b}, ${height}`);
        return sub(mul(h, exp(neg(square(add(c, tensor([0, 5, -7, 0.1])))))), tensor([1, 0, 0, 2]));
      };
      const { value, status } = leastSquares(residual, [b, height], { method });
      expect(value).toBeLessThan(2.5 * (1 + 1e-9));
      expect(["converged", "precision", "constant", "maxIterations", "nonFinite", "trustRegion"]).toContain(status);
    }
  }
});
