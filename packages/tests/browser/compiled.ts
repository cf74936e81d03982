import { compile, scan } from "@wengert/graph";
import { add, cholesky, grad, logdet, matmul, mul, sin, sum, type Tensor, tensor, transpose } from "wengert";

/** What running programs as plans has shown, as plain data. */
export interface Shown {
  /** Whether the plans have straight code. */
  readonly straight: boolean;
  /** Numbers of plans, and of the functions themselves. */
  readonly compiled: readonly number[];
  readonly eager: readonly number[];
}

/** A chain of scalars, small matrices, and a loop. */
function program(x: Tensor): Tensor {
  const a = add(
    matmul(transpose(x), x),
    tensor([
      [2, 0.5],
      [0.5, 1],
    ]),
  );
  const l = cholesky(a);
  const [last] = scan(
    (c, t) => [add(mul(0.9, c), sin(mul(c, t))), null],
    sum(l),
    tensor(Float64Array.from({ length: 100 }, (_, t) => Math.cos(t))),
  );
  return add(mul(last, sum(l)), logdet(a));
}

/** The same in a page, in a worker, and wherever else programs run. */
export function shown(): Shown {
  const gradient = grad(program);
  const plan = compile(gradient);
  const points = [0.1, 0.2, 0.3, 0.4, 0.5].map((k) =>
    tensor([
      [1, k],
      [-k, 2 * k],
    ]),
  );
  return {
    compiled: points.flatMap((x) => Array.from(plan(x).data)),
    eager: points.flatMap((x) => Array.from(gradient(x).data)),
    straight: plan.explain().includes("straight code"),
  };
}
