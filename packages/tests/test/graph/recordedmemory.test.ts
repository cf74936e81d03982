import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import {
  add,
  adjoint,
  checkpoint,
  exp,
  grad,
  greater,
  mul,
  nonDifferentiable,
  pushforward,
  reshape,
  rule,
  sin,
  square,
  stopGradient,
  sub,
  sum,
  valueAndGrad,
  vjp,
  where,
} from "@wengert/core";
import { forwardDiff, hvp, jvp } from "@wengert/forward";
import { compile, forLoop, scan } from "@wengert/graph";
import {
  addDiagonal,
  cholesky,
  eigvalsh,
  inv,
  logdet,
  matmul,
  mT,
  mvnLogDensity,
  slogdet,
  solve,
  svdvals,
} from "@wengert/linalg";
import { param, paramsOf, positive, withGradient } from "@wengert/params";
import { reuse } from "@wengert/trace";
import { flatten } from "@wengert/tree";
import { afterEach, expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

/*
 * While a function is recorded, memory of what is computed for a gradient in it is used again, as outside. Here even that of small arrays, and
 * what is given back is overwritten, so that whoever still reads it gets NaN.
 */

const usual = { ...reuse };
afterEach(() => Object.assign(reuse, usual));

const n = 4;
const matrix = (k: number): Tensor =>
  tensor(
    Float64Array.from({ length: n * n }, (_, i) => Math.sin(1 + i + k) / 3),
    [n, n],
  );
const definite = (x: Tensor): Tensor => addDiagonal(matmul(x, mT(x)), 2);
const tag = param(exp(matrix(7)), { constraint: positive() });

/** Written in operations; what it has been given and has made it uses again in its derivative. */
const doubled = rule({
  name: "doubled",
  impl: (a: Tensor): Tensor => mul(2, sin(a)),
  vjp: (ybar, [a], y) => [mul(ybar, add(mul(2, sub(sin(add(a, Math.PI / 2)), y)), y))],
});

/** Written in numbers. */
const cubed = (see: (x: Tensor) => void) =>
  adjoint((a: Tensor) => {
    see(a);
    const data = a.data.map((x) => x ** 3);
    return [
      tensor(data, a.shape),
      (ybar: Tensor) => {
        see(ybar);
        return [
          tensor(
            a.data.map((x, i) => 3 * x * x * ybar.data[i]),
            a.shape,
          ),
        ] as const;
      },
    ];
  });

const seen: [Tensor, unknown][] = [];
const see = (x: Tensor): void => void seen.push([x, x.toArray()]);

const functions: Record<string, (x: Tensor, y: Tensor) => unknown> = {
  "a gradient": (x, y) => valueAndGrad((a: Tensor) => sum(mul(exp(mul(a, y)), sin(a))))(x),
  "what the function computes from its arguments inside of a gradient, and uses afterwards": (x, y) => {
    const kept: Tensor[] = [];
    const loss = (a: Tensor): Tensor => {
      kept.push(mul(x, y), sin(y));
      return sum(exp(mul(a, mul(kept[0], kept[1]))));
    };
    const first = grad(loss)(x);
    return [first, grad(loss)(first), ...kept.map((z) => add(z, 1))];
  },
  "what has no derivative, used afterwards": (x, y) => {
    const kept: Tensor[] = [];
    const first = grad((a: Tensor) => {
      const e = exp(a);
      kept.push(stopGradient(e), stopGradient(reshape(e, [-1])), greater(e, y));
      return sum(mul(where(kept[2], e, sin(a)), kept[0]));
    })(x);
    return [first, grad((a: Tensor) => sum(mul(a, exp(a))))(y), kept];
  },
  "what is returned beside the loss": (x, y) => {
    const f = (a: Tensor): readonly [Tensor, unknown] => {
      const e = exp(mul(a, y));
      return [sum(mul(e, e)), [e, reshape(e, [-1]), sin(e)]];
    };
    const both = valueAndGrad(f as never, { hasAux: true })(x as never);
    return [both, grad((a: Tensor) => sum(exp(sin(a))))(y)];
  },
  "an author's rule in operations": (x, y) => grad((a: Tensor) => sum(mul(doubled(exp(doubled(a))), y)))(x),
  "an author's rule in numbers": (x, y) => [
    grad((a: Tensor) => sum(mul(cubed(see)(exp(a)), sin(mul(a, y)))))(x),
    grad((a: Tensor) => sum(sin(exp(a))))(y),
  ],
  "a pushforward, and a function without derivative": (x, y) => {
    const twice = pushforward((a: Tensor) => [mul(2, a), (da: Tensor) => mul(2, da)]);
    const count = nonDifferentiable((a: Tensor) => {
      see(a);
      return tensor(a.size);
    });
    return grad((a: Tensor) => sum(mul(count(exp(a)), mul(twice(sin(a)), y))))(x);
  },
  regions: (x, y) => {
    const kept: Tensor[] = [];
    const inner = checkpoint((a: Tensor) => {
      const e = exp(mul(a, y));
      kept.push(stopGradient(e));
      return sin(e);
    });
    const gradient = grad((a: Tensor) => sum(mul(inner(a), forwardDiff((b: Tensor) => exp(sin(b)))(a))))(x);
    return [gradient, kept.length > 0];
  },
  "gradients in gradients": (x, y) => {
    const inner = (a: Tensor): Tensor => grad((b: Tensor) => sum(mul(exp(mul(b, y)), sin(b))))(a);
    return [grad((a: Tensor) => sum(square(inner(a))))(x), hvp((a: Tensor) => sum(exp(sin(a))))(x, y)];
  },
  "directions inside and outside": (x, y) => {
    const along = (a: Tensor): Tensor => jvp((b: Tensor) => exp(mul(b, y)), [a], [y])[1];
    return [grad((a: Tensor) => sum(sin(along(a))))(x), jvp(grad((a: Tensor) => sum(exp(sin(a)))) as never, [x], [y])];
  },
  batches: (x, y) => [
    vmap(grad((a: Tensor) => sum(exp(mul(a, a)))))(x),
    grad((a: Tensor) => sum(vmap((b: Tensor, c: Tensor) => mul(exp(b), sin(c)))(a, y)))(x),
  ],
  "a pullback that is called later": (x, y) => {
    const [value, pullback] = vjp((a: Tensor) => exp(mul(a, y)), x);
    const between = grad((a: Tensor) => sum(exp(sin(a))))(value);
    return [value, between, pullback(y), pullback(value)];
  },
  "factors and inverses": (x, y) =>
    grad((a: Tensor) => {
      const s = definite(a);
      const parts = [logdet(s), sum(mul(inv(s), y)), sum(square(solve(s, y))), sum(mul(cholesky(s), y))];
      return add(add(parts[0], parts[1]), add(parts[2], parts[3]));
    })(x),
  "spectra and likelihoods": (x, y) =>
    grad((a: Tensor) => {
      const s = definite(a);
      const likelihood = mvnLogDensity(sum(y, { axis: 0 }), 0, s);
      return add(add(likelihood, sum(square(eigvalsh(s)))), add(sum(svdvals(a)), slogdet(s).logabsdet));
    })(x),
  loops: (x, y) => [
    grad((a: Tensor) => sum(forLoop(3, (_i, c) => exp(mul(-0.1, mul(c, y))), sin(a))))(x),
    grad((a: Tensor) => {
      const [carry, rows] = scan((c: Tensor, row: Tensor) => [sin(add(c, row)), exp(row)], sum(y, { axis: 0 }), exp(a));
      return add(sum(carry), sum(square(rows)));
    })(x),
  ],
  "parameters, watched and not": (x, y) => {
    const kept: Tensor[] = [];
    const loss = (): Tensor => {
      kept.push(mul(tag, y));
      return sum(mul(exp(mul(-1, tag)), sin(mul(x, tag))));
    };
    const [value, gradient] = withGradient(loss, paramsOf({ tag }));
    const other = grad((a: Tensor) => sum(mul(exp(mul(a, tag)), mul(tag, y))))(x);
    return [value, gradient.get(tag), other, mul(tag, x), kept.length];
  },
  "a parameter that is first met inside of a gradient": (x, y) => [
    grad((a: Tensor) => sum(mul(exp(mul(sin(a), tag)), mul(sin(a), y))))(x),
    mul(tag, x),
  ],
  "a compiled function": (x, y) => grad((a: Tensor) => sum(mul(inside(a), exp(y))))(x),
};

const inside = compile((a: Tensor) => exp(sin(a)));

test.each(Object.entries(functions))("%s", (_, f) => {
  const kept: { readonly found: unknown; readonly was: unknown }[] = [];
  const compiled = compile(f);
  for (let k = 0; k < 5; k++) {
    const [x, y] = [matrix(k), matrix(2 * k + 3)];
    Object.assign(reuse, usual);
    seen.length = 0;
    const was = bitsOf(() => f(x, y));
    Object.assign(reuse, { shortest: 1, scrub: true });
    seen.length = 0;
    let found: unknown;
    expect(
      bitsOf(() => {
        found = compiled(x, y);
        return found;
      }),
    ).toEqual(was);
    expect(flatten(found).leaves.length).toBeGreaterThan(0);
    kept.push({ found, was });
    for (const [z, numbers] of seen) expect(z.toArray()).toEqual(numbers);
  }
  for (const { found, was } of kept) expect(bitsOf(() => found)).toEqual(was);
});
