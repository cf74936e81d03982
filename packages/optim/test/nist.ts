import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@wengert/array";
import { abs, add, atan, cos, div, exp, log, mul, neg, pow, sin, sqrt, sub, tanh } from "@wengert/ops";

/** A certified problem of nonlinear regression: NIST/ITL Statistical Reference Datasets. */
export interface Certified {
  readonly id: string;
  readonly params: readonly string[];
  readonly predictors: readonly string[];
  readonly start1: readonly number[];
  readonly start2: readonly number[];
  readonly rssAtStart1: number;
  readonly rssAtStart2: number;
  readonly refined: { readonly params: string[]; readonly stdDev: string[]; readonly residualSumOfSquares: string };
  readonly dof: number;
  readonly y: readonly number[];
  readonly program: { readonly ops: [string, number, number][]; readonly outputs: number[] };
}

export const certified: readonly Certified[] = JSON.parse(
  readFileSync(new URL("./fixtures/nist-strd.json", import.meta.url), "utf8"),
).cases;

const ops = { abs, add, atan, cos, div, exp, log, mul, neg, pow, sin, sqrt, sub, tanh } as unknown as Record<
  string,
  (...xs: readonly unknown[]) => Tensor
>;

/** The residuals of a case, model - data, as a function of its parameters. */
export function residualOf(problem: Certified): (b: readonly Tensor[]) => Tensor {
  const columns = problem.predictors.map((name) => tensor((problem as unknown as Record<string, number[]>)[name]));
  // Nelson's response is given as log(y).
  const response =
    (problem as unknown as { response: string }).response === "log(y)" ? problem.y.map(Math.log) : problem.y;
  return (b) => {
    const slots: unknown[] = [...b, ...columns];
    for (const [op, i, j] of problem.program.ops) {
      slots.push(op === "const" ? i : ops[op](...[i, j].filter((k) => k !== undefined).map((k) => slots[k])));
    }
    return sub(slots[problem.program.outputs[0]] as Tensor, tensor([...response]));
  };
}

/** To how many digits x agrees with what is certified. */
export function digits(x: number, certified: string): number {
  const right = Number(certified);
  return x === right ? 16 : -Math.log10(Math.abs(x - right) / Math.abs(right));
}
