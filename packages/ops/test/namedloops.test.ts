import { type Tensor, tensor } from "@wengert/array";
import { expect, test } from "vitest";
import { acos, asin, asinh, atan, atanh, tan } from "../src/index.ts";

/* Loops over arrays, which V8 compiles, and calls for single numbers give the same bits. */
test.each<[string, (x: Tensor | number) => Tensor]>([
  ["tan", tan],
  ["asin", asin],
  ["acos", acos],
  ["atan", atan],
  ["asinh", asinh],
  ["atanh", atanh],
])("%s of an array and of its elements", (_name, f) => {
  const apart = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.5, -1e300];
  const x = Float64Array.from({ length: 30_000 }, (_, i) => apart[i] ?? Math.sin(i * i) * (i % 3 === 0 ? 1e-5 : 1));
  for (let k = 0; k < 3; k++) f(tensor(x)); // until it is compiled
  const y = f(tensor(x)).data;
  for (let i = 0; i < x.length; i += i < 100 ? 1 : 97) expect(f(x[i]).item()).toBe(y[i]);
});
