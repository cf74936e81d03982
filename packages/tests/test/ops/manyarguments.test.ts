/* Nothing that a user may have many of (parts, uses of a value, parameters) becomes the arguments of one call. */
import { arange, type Tensor, tensor } from "@wengert/array";
import { adjoint, checkpoint, concat, grad, mul, split, square, stack, sub, sum, vjp } from "@wengert/core";
import { forwardDiff, jvp } from "@wengert/forward";
import { addTangents } from "@wengert/rule";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

/** More than JavaScript's stack has room for. */
const MANY = 130_000;

const scalars = (): readonly number[] => Array.from({ length: MANY }, (_, i) => i);

test("stack and concat of many parts, in both modes", () => {
  const weights = arange(MANY);
  const f = (x: Tensor): Tensor => sum(mul(stack(scalars().map((i) => (i % 1000 === 0 ? mul(x, i) : x))), weights));
  const expected = scalars().reduce((total, i) => total + i * (i % 1000 === 0 ? i : 1), 0);
  expect(grad(f)(1)).toBeCloseTo(expected, -3);
  expect(jvp(f, [1], [1])[1].item()).toBeCloseTo(expected, -3);
  expect(stack(scalars()).data).toEqual(weights.data);
});

test("concat keeps the order of many parts along any axis", () => {
  const parts = Array.from({ length: 1000 }, (_, i) =>
    tensor([
      [i, i + 0.25],
      [-i, -i - 0.25],
    ]),
  );
  const joined = concat(parts, 1);
  expect(joined.shape).toEqual([2, 2000]);
  expect(joined.data.slice(0, 2000)).toEqual(
    Float64Array.from({ length: 2000 }, (_, k) => Math.floor(k / 2) + 0.25 * (k % 2)),
  );
  const [, pullback] = vjp((xs: readonly Tensor[]) => concat(xs, 1), parts);
  expect(pullback(joined as never)[0]).toEqual(parts);
});

test("a value that is used many times", () => {
  const used = (x: Tensor): Tensor => stack(scalars().map((i) => mul(x, i % 7)));
  const total = scalars().reduce((sum, i) => sum + (i % 7), 0);
  expect(grad((x: Tensor) => sum(used(x)))(0.5)).toBe(total);
  expect(addTangents(scalars().map(() => tensor([1, 2]))).toArray()).toEqual([MANY, 2 * MANY]);
});

test("checkpoint, forwardDiff and adjoint with many parameters", () => {
  const many = scalars();
  const last = (xs: readonly Tensor[]): Tensor => sub(mul(xs[MANY - 1], xs[0]), xs[1]);
  const inner = checkpoint(last);
  const bars = grad((xs: readonly Tensor[]) => inner(xs))(many);
  expect([bars[0], bars[1], bars[2], bars[MANY - 1]]).toEqual([MANY - 1, -1, 0, 0]);

  const product = adjoint((xs: readonly Tensor[]) => [last(xs), (ybar: Tensor) => [xs.map((_, i) => mul(i, ybar))]]);
  expect(grad((xs: readonly Tensor[]) => product(xs) as Tensor)(many)[MANY - 1]).toBe(MANY - 1);

  const constant = forwardDiff(last);
  expect(constant(many.map((x) => tensor(x))).item()).toBe(-1);
});

test("split into many parts, in both modes", () => {
  const weights = arange(MANY);
  const f = (x: Tensor): Tensor => {
    const parts = split(x, MANY);
    return sum(mul(stack([parts[MANY - 1], parts[0], parts[1]]), tensor([[3], [4], [5]])));
  };
  expect(f(weights).item()).toBe(3 * (MANY - 1) + 5);
  expect(Array.from(grad(f)(weights).data.subarray(0, 3))).toEqual([4, 5, 0]);
  expect(jvp(f, [weights], [weights])[1].item()).toBe(3 * (MANY - 1) + 5);
  const all = (x: Tensor): Tensor => sum(concat(split(square(x), MANY)));
  expect(grad(all)(weights).data[MANY - 1]).toBe(2 * (MANY - 1));
});
