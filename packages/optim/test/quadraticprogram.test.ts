import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solveQuadraticProgram } from "../src/constrained/quadraticprogram.ts";

const number = fc.integer({ min: -30, max: 30 }).map((x) => x / 10);
const vectors = (n: number, count: number) =>
  fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: count, maxLength: count });
const product = (a: readonly number[], b: ArrayLike<number>): number => a.reduce((sum, ai, i) => sum + ai * b[i], 0);

const programs = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    factor: vectors(n, n),
    gradient: fc.array(number, { minLength: n, maxLength: n }),
    rows: fc.integer({ min: 0, max: 7 }).chain((m) => vectors(n, m)),
    inside: fc.array(number, { minLength: n, maxLength: n }),
    slacks: fc.array(
      fc.integer({ min: 0, max: 20 }).map((x) => x / 10),
      { minLength: 7, maxLength: 7 },
    ),
    equalities: fc.integer({ min: 0, max: 2 }),
  }),
);

describe("quadratic programs", () => {
  it("end where the conditions of Karush, Kuhn and Tucker hold", () => {
    fc.assert(
      fc.property(programs, ({ n, factor, gradient, rows, inside, slacks, equalities }) => {
        const hessian = Float64Array.from({ length: n * n }, (_, k) => {
          const [i, j] = [Math.floor(k / n), k % n];
          return product(factor[i], factor[j]) + (i === j ? 0.1 : 0);
        });
        const equal = Math.min(equalities, rows.length);
        // Feasible at `inside`.
        const limits = rows.map((row, i) => product(row, inside) - (i < equal ? 0 : slacks[i]));
        const solution = solveQuadraticProgram({
          hessian,
          gradient: Float64Array.from(gradient),
          rows: rows.map((row) => Float64Array.from(row)),
          limits,
          equalities: equal,
        });
        if (typeof solution === "string") throw new Error(solution);
        const { d, multipliers } = solution;
        const size = 1 + Math.max(...d.map(Math.abs), ...multipliers.map(Math.abs));
        for (let i = 0; i < n; i++) {
          const slope = product([...hessian.subarray(i * n, (i + 1) * n)], d) + gradient[i];
          const pull = rows.reduce((sum, row, k) => sum + row[i] * multipliers[k], 0);
          expect(Math.abs(slope - pull)).toBeLessThan(1e-6 * size);
        }
        for (const [k, row] of rows.entries()) {
          const excess = product(row, d) - limits[k];
          expect(k < equal ? Math.abs(excess) : -excess).toBeLessThan(1e-7 * size);
          if (k < equal) continue;
          expect(multipliers[k]).toBeGreaterThanOrEqual(-1e-9 * size);
          expect(Math.abs(multipliers[k] * excess)).toBeLessThan(1e-6 * size * size);
        }
      }),
      { numRuns: 2000, seed: 14, endOnFailure: true },
    );
  });

  it("say that limits contradict each other, and that a matrix is not positive definite", () => {
    const program = {
      hessian: Float64Array.of(1),
      gradient: Float64Array.of(0),
      rows: [Float64Array.of(1), Float64Array.of(-1)],
      limits: [1, 1],
      equalities: 0,
    };
    expect(solveQuadraticProgram(program)).toBe("infeasible");
    expect(solveQuadraticProgram({ ...program, hessian: Float64Array.of(-1) })).toBe("indefinite");
  });
});
