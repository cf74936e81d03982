import { type Tensor, tensor } from "@wengert/array";
import { concat, mul, sin } from "@wengert/ops";
import { expect, test } from "vitest";
import { compile } from "../src/index.ts";

test("a compiled function gives what the function gives", () => {
  const f = (x: Tensor, o: { k: number; name: string }) => ({ y: mul(x, sin(mul(o.k, x))), name: o.name });
  const c = compile(f);
  for (const k of [1, 2, 3, 4]) {
    const x = tensor([0.1 * k, 2, 3]);
    expect(c(x, { k, name: "a" })).toEqual(f(x, { k, name: "a" }));
  }
  expect(c.stats()).toMatchObject({ calls: 4, hits: 2, captures: 2, plans: 1, eager: 0 });
  c(tensor([1, 2]), { k: 1, name: "a" });
  c(tensor([1, 2]), { k: 1, name: "b" });
  expect(c.stats().plans).toBe(3);
});

test("explain says what a plan consists of", () => {
  const c = compile((x: Tensor) => sin(mul(x, sin(mul(x, sin(mul(x, sin(x))))))));
  expect(c.explain()).toContain("No plan yet");
  c(tensor(2));
  expect(c.explain()).toContain("not verified yet");
  c(tensor(2));
  expect(c.explain()).toContain("straight code, 1 functions: sin ×4, mul ×3");
});

test("operations of many arguments are one where all of these are equal", () => {
  const f = ([a, b, c, d, e]: readonly Tensor[]) => {
    const lists = [
      [a, b, c, d, e],
      [a, b, c, d, d],
      [a, b, c, e, d],
      [a, b, c, d],
      [a, b, c],
    ];
    return lists.flatMap((list) => [concat(list, 0), concat(list.slice(), 0), concat(list, -1)]);
  };
  const compiled = compile(f);
  const given = [1, 2, 3, 4, 5].map((x) => tensor([x, 10 * x]));
  for (let k = 0; k < 3; k++) expect(compiled(given).map((x) => x.toArray())).toEqual(f(given).map((x) => x.toArray()));
  expect(compiled.explain()).toContain("15 operations captured, 5 left");
});
