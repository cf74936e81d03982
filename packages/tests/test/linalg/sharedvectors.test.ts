// Inner products of many vectors with shared ones: those are read where they are, not repeated.
import { type Tensor, tensor } from "@wengert/array";
import { elementsOf, useAllocator } from "@wengert/array/author";
import { vmap } from "@wengert/batch";
import { dot } from "@wengert/linalg";
import { reshape } from "@wengert/ops";
import { expect, test } from "vitest";

const N = 7;
const wave = (length: number, phase: number): Tensor =>
  tensor(Float64Array.from({ length }, (_, i) => Math.sin(phase + 1.7 * i)));
const many = reshape(wave(20 * N, 0.3), [20, N]);
const few = reshape(wave(3 * N, 1.1), [3, N]);
const one = wave(N, 0.7);

test.each([
  ["one on the right", () => vmap((x: Tensor) => dot(x, one))(many), [many], [one]],
  ["one on the left", () => vmap((x: Tensor) => dot(one, x))(many), [one], [many]],
  ["each with each", () => vmap((x: Tensor) => vmap((y: Tensor) => dot(x, y))(few))(many), [many], [few]],
  ["each with each, exchanged", () => vmap((y: Tensor) => vmap((x: Tensor) => dot(x, y))(many))(few), [few], [many]],
])("%s", (_what, f, [left], [right]) => {
  const rows = (x: Tensor): readonly Tensor[] =>
    Array.from({ length: x.size / N }, (_, i) => tensor(elementsOf(x).slice(i * N, (i + 1) * N)));
  const expected = rows(left).flatMap((x) => rows(right).map((y) => dot(x, y).item()));
  let asked = 0;
  const before = useAllocator((length) => {
    asked += length;
    return undefined;
  });
  try {
    expect([...elementsOf(f())]).toEqual(expected);
  } finally {
    useAllocator(before);
  }
  expect(asked).toBeLessThan(2 * expected.length);
});
