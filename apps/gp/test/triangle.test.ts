import { expect, test } from "vitest";
import { grad, jvp, mul, sum, tensor, vjp } from "wengert";
import { eachPair, folded, symmetric } from "../src/process/triangle.ts";

const v = tensor([1, 2, 3, 4, 5, 6]);
const matrix = [
  [1, 2, 4],
  [2, 3, 5],
  [4, 5, 6],
];

test("symmetric fills both triangles, row by row", () => {
  expect(symmetric(v).toArray()).toEqual(matrix);
  expect(symmetric(tensor([7])).toArray()).toEqual([[7]]);
});

test("folded adds them up", () => {
  expect(
    folded(
      tensor([
        [1, 10, 20],
        [2, 3, 30],
        [4, 5, 6],
      ]),
    ).toArray(),
  ).toEqual([1, 12, 3, 24, 35, 6]);
});

test("each is the pullback of the other, and they are linear", () => {
  const a = tensor([
    [1, 10, 20],
    [2, 3, 30],
    [4, 5, 6],
  ]);
  const [, pullback] = vjp(symmetric, v);
  expect(pullback(a)[0].toArray()).toEqual(folded(a).toArray());
  const [, back] = vjp(folded, a);
  expect(back(v)[0].toArray()).toEqual(matrix);
  expect(jvp(symmetric, [v], [v])[1].toArray()).toEqual(matrix);
  expect(jvp(folded, [a], [a])[1].toArray()).toEqual(folded(a).toArray());
  // ½ Σ A² by v, differentiated once more along v: a quadratic form gives its own gradient.
  const gradient = grad((x: typeof v) => sum(mul(0.5, mul(symmetric(x), symmetric(x)))));
  expect(gradient(v).toArray()).toEqual([1, 4, 3, 8, 10, 6]);
  expect(grad((x: typeof v) => sum(mul(v, gradient(x))))(v).toArray()).toEqual([1, 4, 3, 8, 10, 6]);
});

test("pairs have their number in whatever order they are visited", () => {
  const n = 75;
  const seen: number[] = [];
  eachPair(n, (i, j, k) => {
    expect(k).toBe((i * (i + 1)) / 2 + j);
    expect(j).toBeLessThanOrEqual(i);
    seen.push(k);
  });
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: (n * (n + 1)) / 2 }, (_, k) => k));
});
