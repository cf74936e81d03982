/*
 * NIST's certified parameters and standard deviations: all 27 problems, from both starts.
 */
import { tensor } from "@wengert/array";
import { describe, expect, it } from "vitest";
import { type CurveFit, curveFit, type LeastSquaresMethod } from "../../src/index.ts";
import { type Certified, certified, digits, modelOf, nelson, responseOf } from "./certified.ts";

function fitted(
  problem: Certified,
  start: readonly number[],
  method: LeastSquaresMethod,
): CurveFit<number[], number[]> {
  const [x1, x2] = problem.x.map((column) => tensor([...column]));
  const y = responseOf(problem);
  return problem.id === "Nelson"
    ? curveFit(nelson, { x1, x2 }, y, [...start], { method })
    : curveFit(modelOf(problem), x1, y, [...start], { method });
}

/** From where Powell's dogleg does not arrive: one valley leads to infinity, the other model overflows. */
const beyond = ["MGH09 from start1 by dogleg", "MGH17 from start1 by dogleg"];

describe("certified curves", () => {
  const rows = certified.flatMap((problem) =>
    (["start1", "start2"] as const).flatMap((start) =>
      (["lm", "trf", "dogleg"] as const).map(
        (method) => [`${problem.id} from ${start} by ${method}`, problem, start, method] as const,
      ),
    ),
  );

  it("are all of NIST's", () => {
    expect(certified).toHaveLength(27);
    expect(rows.filter(([name]) => beyond.includes(name))).toHaveLength(beyond.length);
  });

  it.each(rows.filter(([name]) => !beyond.includes(name)))("%s", (_, problem, start, method) => {
    const fit = fitted(problem, problem[start], method);
    expect(fit.status).toBe("converged");
    // The data of Lanczos1 have 14 digits, and its residuals are their rounding.
    const isExact = problem.id === "Lanczos1";
    for (const [i, right] of problem.params.entries()) {
      expect(digits(fit.params[i], right), `b${i + 1}`).toBeGreaterThan(9.5);
      expect(digits(fit.standardErrors[i], problem.stdDev[i]), `error of b${i + 1}`).toBeGreaterThan(
        isExact ? 2.5 : 9.5,
      );
    }
    expect(digits(fit.chiSquare, problem.residualSumOfSquares)).toBeGreaterThan(isExact ? 2.5 : 9.5);
    expect(fit.degreesOfFreedom).toBe(problem.y.length - problem.params.length);
    expect(fit.undetermined).toEqual([]);
  });
});
