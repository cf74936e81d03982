import { adjoint, grad, mul, sum, type Tensor, tensor } from "@wengert/core";
import { registerNode } from "@wengert/tree";
import { describe, expect, test } from "vitest";

const y = tensor([0.3, -0.2]);

describe("user-defined values", () => {
  /** A diagonal matrix, kept as its diagonal. */
  class Diagonal {
    readonly d: Tensor;

    constructor(d: Tensor) {
      this.d = d;
    }
  }
  registerNode(Diagonal, {
    children: ({ d }) => ({ d }),
    rebuild: ({ d }) => new Diagonal(d as Tensor),
  });

  test("pass through transformations and custom rules", () => {
    const times = adjoint((D: Diagonal, x: Tensor) => [
      mul(D.d, x),
      (ybar) => [new Diagonal(mul(ybar, x)), mul(ybar, D.d)],
    ]);
    const loss = (D: Diagonal): Tensor => sum(mul(y, times(D, y)));
    const gradient = grad(loss as never)(new Diagonal(tensor([2, 3])) as never) as Diagonal;
    expect(gradient).toBeInstanceOf(Diagonal);
    expect(gradient.d.toArray()).toEqual([0.09, 0.04000000000000001]);
  });
});
