/* Many reads of one value: as right as one read of all of it, and linear in time and memory. */
import { arange, type Tensor, tensor } from "@wengert/array";
import {
  add,
  adjoint,
  checkpoint,
  concat,
  flip,
  gather,
  grad,
  mul,
  reshape,
  rule,
  sin,
  slice,
  split,
  sqrt,
  square,
  squeeze,
  stack,
  sum,
  take,
  vjp,
} from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import { diagonal } from "@wengert/linalg";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => void vi.unstubAllGlobals());

type Read = (x: Tensor, i: number) => Tensor;

/** One element, read in each way that there is. */
const reads: { readonly [name: string]: Read } = {
  take: (x, i) => take(x, i),
  "take along an axis": (x, i) => squeeze(take(x, [i], 0)),
  "take from the end": (x, i) => take(x, i - x.size),
  slice: (x, i) => squeeze(slice(x, [i], [i + 1])),
  "slice backwards": (x, i) => squeeze(slice(x, [i], [i - 1 < 0 ? null : i - 1], [-1])),
  gather: (x, i) => squeeze(gather(x, [i], 0)),
  split: (x, i) => squeeze(split(x, [i, i + 1])[1]),
  "take of a slice": (x, i) => take(slice(x, [i], [i + 1]), 0),
  "take of a matrix": (x, i) => take(reshape(x, [x.size / 2, 2]), i),
  "slice of a matrix": (x, i) =>
    squeeze(slice(reshape(x, [x.size / 2, 2]), [i >> 1, i % 2], [(i >> 1) + 1, (i % 2) + 1])),
};

const n = 40;
const x = mul(0.1, arange(n));
const v = sin(arange(n));

/** Σ wᵢ xᵢ² sin(x_{i+1}), of a vector at once. */
function atOnce(x: Tensor): Tensor {
  return sum(mul(weights, mul(square(x), sin(concat([slice(x, [1], [null]), slice(x, [0], [1])])))));
}

const weights = sin(mul(3, arange(n)));

/** The same, element by element. */
function oneByOne(read: Read): (x: Tensor) => Tensor {
  return (x) => {
    let total: Tensor = tensor(0);
    for (let i = 0; i < n; i++) {
      total = add(total, mul(weights.data[i], mul(square(read(x, i)), sin(read(x, (i + 1) % n)))));
    }
    return total;
  };
}

function expectClose(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  for (let i = 0; i < a.size; i++) expect(a.data[i]).toBeCloseTo(b.data[i], 12);
}

describe.each(Object.entries(reads))("%s", (_name, read) => {
  const f = oneByOne(read);

  test("first derivatives in both modes", () => {
    expectClose(grad(f)(x), grad(atOnce)(x));
    expectClose(jvp(f, [x], [v])[1], jvp(atOnce, [x], [v])[1]);
  });

  test("second and third derivatives, nested in every way", () => {
    const along = (g: (x: Tensor) => Tensor): Tensor => grad((x: Tensor) => sum(mul(v, g(x))))(x);
    const second = along((x) => grad(atOnce)(x));
    expectClose(
      along((x) => grad(f)(x)),
      second,
    );
    expectClose(hvp(f)(x, v), second);
    expectClose(jvp((x: Tensor) => grad(f)(x), [x], [v])[1], second);
    expectClose(
      along((x) => mul(v, jvp(f, [x], [v])[1])),
      along((x) => mul(v, jvp(atOnce, [x], [v])[1])),
    );
    const third = (f: (x: Tensor) => Tensor): Tensor => along((x) => grad((x: Tensor) => sum(mul(v, grad(f)(x))))(x));
    expectClose(third(f), third(atOnce));
  });

  test("inside of checkpoint and of rules by users", () => {
    expectClose(grad(checkpoint(f))(x), grad(atOnce)(x));
    const byHand = adjoint((x: Tensor) => [f(x), (ybar: Tensor) => [() => mul(ybar, grad(f)(x))]] as const);
    expectClose(grad(byHand)(x), grad(atOnce)(x));
    const forwards = rule({
      name: "forwards",
      impl: (x: Tensor): Tensor => f(x),
      jvp: ([dx], [x]) => jvp(f, [x], [dx as Tensor])[1],
    });
    expectClose(grad(forwards)(x), grad(atOnce)(x));
  });

  test("what is not read does not depend: at first and second order no infinite derivative gets through", () => {
    const odd = (x: Tensor): Tensor => {
      let total: Tensor = tensor(0);
      for (let i = 1; i < n; i += 2) total = add(total, square(read(x, i)));
      return total;
    };
    const zeroAtEven = mul(arange(n), tensor(Array.from({ length: n }, (_, i) => i % 2)));
    const g = grad((x: Tensor) => odd(sqrt(x)));
    expectClose(g(zeroAtEven), tensor(Array.from({ length: n }, (_, i) => i % 2)));
    const h = grad((x: Tensor) => sum(mul(v, grad((y: Tensor) => odd(sqrt(y)))(x))));
    for (const value of h(zeroAtEven).data) expect(value).toBeCloseTo(0, 12);
  });

  test("a pullback may be used again", () => {
    const [, pullback] = vjp(f, x);
    expectClose(pullback(1)[0], grad(atOnce)(x));
    expectClose(pullback(2)[0], mul(2, grad(atOnce)(x)));
  });
});

test("reads of many kinds and sizes of one matrix, beside other uses of it", () => {
  const a = reshape(mul(0.01, arange(400)), [20, 20]);
  const f = (a: Tensor): Tensor => {
    let total = sum(square(a));
    for (let i = 0; i < 20; i++) {
      const row = take(a, i, 0);
      total = add(total, sum(mul(row, take(a, [19 - i], 1))));
      total = add(total, sum(square(slice(a, [i, 0], [i + 1, 20], [1, 3]))));
      total = add(total, mul(take(a, 20 * i + i), sum(slice(a, [0, i], [null, i + 1]))));
      total = add(total, sum(sin(gather(a, [Array.from({ length: 20 }, (_, k) => (k * i) % 20)], 0))));
    }
    return add(total, sum(mul(flip(a), square(diagonal(a)))));
  };
  // By finite differences of the function itself, which only the derivatives do not share with what is tested.
  const [h, direction] = [1e-5, sin(a)];
  const along = (t: number): number => f(add(a, mul(t, direction))).item();
  const slope = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
  expect(sum(mul(grad(f)(a), direction)).item() / slope).toBeCloseTo(1, 9);
  expect(jvp(f, [a], [direction])[1].item() / slope).toBeCloseTo(1, 9);
});

/** How many elements all arrays have that `f` makes. */
function elementsMadeBy(f: () => unknown): number {
  let made = 0;
  vi.stubGlobal(
    "Float64Array",
    class extends Float64Array {
      constructor(...args: readonly unknown[]) {
        super(...(args as []));
        made += this.length;
      }
    },
  );
  f();
  vi.unstubAllGlobals();
  return made;
}

describe("is linear in the number of reads", () => {
  const single = ["take", "take along an axis", "slice", "gather"];
  const tenTimes = (f: (count: number) => unknown): number => {
    f(3000); // What is kept for later gradients has its size then.
    return elementsMadeBy(() => f(3000)) / elementsMadeBy(() => f(300));
  };
  const total = (read: Read, count: number) => (x: Tensor) => {
    let total: Tensor = tensor(0);
    for (let i = 0; i < count; i++) total = add(total, square(read(x, i)));
    return total;
  };

  test.each(single)("%s: gradient, and gradient of the gradient", (name) => {
    expect(tenTimes((count) => grad(total(reads[name], count))(arange(count)))).toBeLessThan(20);
    const second = (count: number): unknown =>
      grad((x: Tensor) => sum(square(grad(total(reads[name], count))(x))))(arange(count));
    expect(tenTimes(second)).toBeLessThan(20);
  });

  test.each(single)("%s: tangents in both orders", (name) => {
    expect(tenTimes((count) => hvp(total(reads[name], count))(arange(count), arange(count)))).toBeLessThan(20);
  });

  test("parts of a stack that is differentiated again", () => {
    const f = (count: number) => (x: Tensor) =>
      sum(square(stack(Array.from({ length: count }, (_, i) => square(take(x, i))))));
    expect(tenTimes((count) => grad((x: Tensor) => sum(square(grad(f(count))(x))))(arange(count)))).toBeLessThan(20);
  });

  test("uses of a whole vector are added up on the way", () => {
    const f = (x: Tensor): Tensor => {
      let total: Tensor = tensor(0);
      for (let i = 0; i < 2000; i++) total = add(total, sum(mul(x, i)));
      return total;
    };
    expect(grad(f)(arange(1000)).data[7]).toBe((2000 * 1999) / 2);
  });
});
