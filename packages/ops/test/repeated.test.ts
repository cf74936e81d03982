import { type Tensor, tensor } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { ownElements } from "../src/author.ts";
import { add, broadcastTo, div, maximum, mul, pow, reshape, sub, where } from "../src/index.ts";

/*
 * What is broadcast to many elements is not made before somebody reads it: operations on several tensors repeat it themselves.
 */

const numbers = (length: number, seed: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.25 + Math.abs(Math.sin(seed + 7 * i)));

const same = (x: Tensor, y: Tensor): void => {
  expect(x.shape).toEqual(y.shape);
  expect(x.data).toEqual(y.data);
};

/** The same elements, in memory of their own. */
const made = (x: Tensor): Tensor => reshape(tensor(Float64Array.from(x.data)), x.shape);
const operations: readonly (readonly [string, (x: Tensor, y: Tensor) => Tensor])[] = Object.entries({
  add,
  sub,
  mul,
  div,
  pow,
  maximum,
});

// Rows of more than 512 elements go to a loop on their own.
describe.each([
  [40, 50],
  [10, 600],
  [600, 1],
  [1, 600],
])("%i × %i", (rows, columns) => {
  const whole = reshape(tensor(numbers(rows * columns, 1)), [rows, columns]);
  const parts: readonly (readonly [string, Tensor])[] = [
    ["a number", tensor(1.5)],
    ["an element", tensor([[1.5]])],
    ["a row", tensor(numbers(columns, 2))],
    ["a column", reshape(tensor(numbers(rows, 3)), [rows, 1])],
  ];
  for (const [what, part] of parts) {
    const repeated = (): Tensor => broadcastTo(part, [rows, columns]);

    test.each(operations)(`${what}, repeated, in %s`, (_name, f) => {
      const copy = made(repeated());
      same(f(repeated(), whole), f(copy, whole));
      same(f(whole, repeated()), f(whole, copy));
      same(f(repeated(), repeated()), f(copy, copy));
      for (const [, other] of parts) {
        same(f(repeated(), other), f(copy, made(broadcastTo(other, [rows, columns]))));
        same(f(other, repeated()), f(made(broadcastTo(other, [rows, columns])), copy));
        same(f(repeated(), broadcastTo(other, [rows, columns])), f(copy, made(broadcastTo(other, [rows, columns]))));
      }
    });

    test(`${what}, repeated, in where`, () => {
      const copy = made(repeated());
      const mask = (x: Tensor): Tensor => sub(x, x.data[0]);
      same(where(repeated(), whole, copy), where(copy, whole, copy));
      same(where(mask(whole), repeated(), part), where(mask(whole), copy, copy));
      same(where(mask(part), whole, repeated()), where(mask(copy), whole, copy));
    });

    test(`${what}, repeated twice`, () => {
      const twice = broadcastTo(repeated(), [2, rows, columns]);
      const copy = broadcastTo(made(repeated()), [2, rows, columns]);
      same(twice, copy);
      same(mul(twice, whole), mul(made(copy), whole));
    });

    test(`${what}: a copy that may be changed is nobody else's`, () => {
      const x = repeated();
      const before = Array.from(made(x).data);
      ownElements(x).fill(0);
      ownElements(repeated()).fill(0);
      expect(Array.from(x.data)).toEqual(before);
      expect(x.data).toBe(x.data);
    });
  }
});

const [rows, columns] = [40, 50];

test("what is repeated stays as it was when its source is written to", () => {
  const source = tensor(numbers(columns, 4));
  const x = broadcastTo(source, [rows, columns]);
  const before = source.data[3];
  source.data[3] = 7; // against the rules, and no reason to give two different answers
  expect(x.data[3]).toBe(before);
  expect(x.data[3 + columns]).toBe(before);
});

test("nothing, repeated", () => {
  const none = broadcastTo(tensor(numbers(columns, 5)), [0, columns]);
  expect(add(none, tensor(1)).shape).toEqual([0, columns]);
  expect(where(none, tensor(1), none).shape).toEqual([0, columns]);
});
