import {
  adjoint,
  checkpoint,
  detectAnomaly,
  div,
  exp,
  grad,
  jacrev,
  log,
  mul,
  pushforward,
  reshape,
  sin,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from "@wengert/core";
import { derivative, diagHessian, forwardDiff, hessian, jacfwd, jacobian, jvp, linearize } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

const x = tensor([0.5, 1.5, -0.25]);

function close(got: Tensor, wanted: Tensor, tolerance = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, value] of wanted.data.entries()) expect(Math.abs(got.data[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe("grad", () => {
  const f = (a: Tensor, b: Tensor, c: Tensor): Tensor => mul(a, mul(square(b), c));

  test("by other arguments", () => {
    expect(grad(f as never, { argnums: 1 })(2, 3, 5)).toBe(60);
    expect(grad(f as never, { argnums: [0, 2] })(2, 3, 5)).toEqual([45, 18]);
  });

  test("passes the other arguments on as they are", () => {
    const g = grad((a: Tensor, n: number, flag: boolean) => (flag ? mul(a, n) : a));
    expect(g(2, 7, true)).toBe(7);
    expect(g(2, 7, false)).toBe(1);
  });

  test("hands out what comes beside the loss", () => {
    const withAux = (a: Tensor): readonly [Tensor, { double: Tensor; name: string }] => [
      square(a),
      { double: mul(2, a), name: "aux" },
    ];
    const [gradient, aux] = grad(withAux, { hasAux: true })(3);
    expect(gradient).toBe(6);
    expect(aux.double.item()).toBe(6);
    expect(aux.name).toBe("aux");
    const [[value], again] = valueAndGrad(withAux, { hasAux: true })(3);
    expect([value, again]).toEqual([9, 6]);
  });

  test("of a constant is zero, and of an unused leaf", () => {
    const { a, b } = grad((p: { a: Tensor; b: Tensor }) => p.a)({ a: 1, b: x });
    expect(a).toBe(1);
    close(b, tensor([0, 0, 0]));
    expect(grad(() => 3)(1)).toBe(0);
    expect(grad((x) => mul(x, stopGradient(x)))(3)).toBe(3);
  });

  test("does not compute a cotangent that nobody reads", () => {
    const counts = [0, 0];
    const counted = adjoint((a, b) => [
      mul(a, b),
      (g) => [
        () => {
          counts[0]++;
          return mul(g, b);
        },
        () => {
          counts[1]++;
          return mul(g, a);
        },
      ],
    ]);
    expect(grad((a: Tensor) => counted(a, 2))(3)).toBe(2);
    expect(counts).toEqual([1, 0]);
    expect(grad(counted.bind(undefined, 5))(3)).toBe(5);
    expect(counts).toEqual([1, 1]);
  });
});

describe("vjp", () => {
  test("a pullback outlives the call, and may be used again and inside other transformations", () => {
    const [, pullback] = vjp((x) => mul(x, x), 3);
    expect(pullback(1)[0].item()).toBe(6);
    expect(pullback(2)[0].item()).toBe(12);
    expect(grad((c) => pullback(square(c))[0])(5)).toBe(60);
  });

  test("of trees, with keys in any order", () => {
    const [{ p, q }, pullback] = vjp((t: { a: Tensor }) => ({ p: square(t.a), q: exp(t.a) }), { a: 2 });
    expect([p.item(), q.item()]).toEqual([4, Math.exp(2)]);
    expect(pullback({ q: 0, p: 1 })[0].a.item()).toBe(4);
  });
});

describe("checkpoint", () => {
  test("computes again, once, and only when the derivative is asked for", () => {
    let runs = 0;
    const f = checkpoint((x: Tensor) => {
      runs++;
      return mul(x, sin(x));
    });
    f(tensor(0.5));
    expect(runs).toBe(1);
    runs = 0;
    expect(grad(f)(0.5)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 14);
    expect(runs).toBe(2);
  });

  test("nests, closes over, sees tags, has both modes and higher orders", () => {
    const f = (x: Tensor): Tensor => checkpoint(() => mul(x, checkpoint((z: Tensor) => sin(z))(x)))();
    const second = 2 * Math.cos(0.5) - 0.5 * Math.sin(0.5);
    expect(grad((x) => grad(f)(x))(0.5)).toBeCloseTo(second, 13);
    expect(derivative((x) => derivative(f)(x))(0.5).item()).toBeCloseTo(second, 13);
    expect(grad((x) => forwardDiff(() => f(x))())(0.5)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 13);
    const p = param(0.5);
    const [, grads] = withGradient(
      checkpoint(() => mul(p, sin(p))),
      paramsOf(p),
    );
    expect(grads.get(p)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 14);
  });
});

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

describe("linearize", () => {
  test("applies again and again, without the value", () => {
    let runs = 0;
    const [y, push] = linearize((x: Tensor) => {
      runs++;
      return mul(x, sin(x));
    }, x);
    close(y, mul(x, sin(x)));
    for (const dx of [tensor([1, 0, 0]), tensor([0.3, -2, 1])]) {
      close(push(dx), jvp((x: Tensor) => mul(x, sin(x)), [x], [dx])[1]);
    }
    expect(runs).toBe(1);
    const [[, fixed]] = [linearize((a, b) => mul(a, b), 2, 3)];
    expect(fixed(1, 0).item()).toBe(3);
    expect(fixed(undefined, 1).item()).toBe(2);
  });

  test("is forward mode: opaque pushforwards pass", () => {
    const opaque = pushforward((x) => [x.item() ** 2, (dx) => 2 * x.item() * dx.item()]);
    const [, push] = linearize(opaque, 3);
    expect(push(1).item()).toBe(6);
  });

  test("can be differentiated", () => {
    expect(grad((x) => linearize((z) => mul(z, mul(z, z)), x)[1](1))(2)).toBe(12);
  });
});

describe("second derivatives", () => {
  test("diagHessian is the Hessian's diagonal", () => {
    const f = (t: { a: Tensor; b: Tensor }): Tensor => mul(t.a, sum(mul(square(t.b), exp(mul(t.a, t.b)))));
    const at = { a: 0.5, b: x };
    const [diagonal, full] = [diagHessian(f)(at), hessian(f)(at)];
    close(diagonal.a, full.a.a);
    close(diagonal.b, tensor([0, 1, 2].map((i) => full.b.b.data[4 * i])));
  });
});

describe("detectAnomaly", () => {
  test("names the op and the line that made the first NaN of a value", () => {
    const f = (x: Tensor): Tensor => mul(2, sqrt(sub(x, 1)));
    expect(grad(f)(0)).toBeNaN();
    expect(() => detectAnomaly(() => grad(f)(0))).toThrow(/^sqrt: the value.*transforms\.test\.ts/s);
  });

  test("and of a gradient", () => {
    const f = (x: Tensor): Tensor => div(mul(x, 0), sqrt(mul(x, x)));
    const g = (x: Tensor): Tensor => sqrt(mul(sqrt(x), sqrt(x)));
    expect(() => detectAnomaly(() => grad(f)(0))).toThrow(/div/);
    expect(grad(g)(0)).toBeNaN();
    expect(() => detectAnomaly(() => grad(g)(0))).toThrow(/the derivative of.*transforms\.test\.ts/s);
  });

  test("leaves the rest alone", () => {
    expect(detectAnomaly(() => grad((x) => log(x))(2))).toBe(0.5);
    expect(log(-1).item()).toBeNaN();
  });
});
