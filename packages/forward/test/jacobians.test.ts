import { exp, jacrev, mul, reshape, square, stack, sum, type Tensor, tensor } from "@wengert/core";
import { diagHessian, hessian, jacfwd, jacobian } from "@wengert/forward";
import { describe, expect, test } from "vitest";

const x = tensor([0.5, 1.5, -0.25]);

function close(got: Tensor, wanted: Tensor, tolerance = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, value] of wanted.data.entries()) expect(Math.abs(got.data[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe("Jacobians", () => {
  const f = (t: { a: Tensor; b: Tensor }): { u: Tensor; v: Tensor } => ({
    u: mul(t.a, square(t.b)),
    v: reshape(stack([sum(t.b), mul(t.a, 3)]), [2, 1]),
  });
  const at = { a: 2, b: x };

  test.each([
    ["jacfwd", jacfwd(f)],
    ["jacfwd in chunks of 1", jacfwd(f, { chunk: 1 })],
    ["jacrev", jacrev(f)],
    ["jacobian", jacobian(f)],
  ])("%s gives blocks named like the trees", (_name, transform) => {
    const J = transform(at);
    close(J.u.a, square(x));
    close(
      J.u.b,
      tensor([
        [2, 0, 0],
        [0, 6, 0],
        [0, 0, -1],
      ]),
    );
    close(J.v.a, tensor([[0], [3]]));
    close(J.v.b, tensor([[[1, 1, 1]], [[0, 0, 0]]]));
  });

  test("of nothing, or by nothing", () => {
    const none = tensor([], [0]);
    for (const transform of [jacfwd, jacrev, jacobian]) {
      expect(transform((x: Tensor) => mul(2, x))(none).shape).toEqual([0, 0]);
      expect(transform(() => x)(none).shape).toEqual([3, 0]);
    }
  });

  test("jacobian takes the mode with fewer passes", () => {
    let runs = 0;
    const counted = (g: (x: Tensor) => Tensor) => (x: Tensor) => {
      runs++;
      return g(x);
    };
    const many = tensor(new Float64Array(100).fill(1));
    jacobian(counted((x) => sum(square(x))))(many);
    expect(runs).toBe(2);
    runs = 0;
    jacobian(counted((x) => mul(x, many)))(tensor(2));
    expect(runs).toBe(2);
  });
});

test("diagHessian is the Hessian's diagonal", () => {
  const f = (t: { a: Tensor; b: Tensor }): Tensor => mul(t.a, sum(mul(square(t.b), exp(mul(t.a, t.b)))));
  const at = { a: 0.5, b: x };
  const [diagonal, full] = [diagHessian(f)(at), hessian(f)(at)];
  close(diagonal.a, full.a.a);
  close(diagonal.b, tensor([0, 1, 2].map((i) => full.b.b.data[4 * i])));
});
