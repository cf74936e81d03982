/* What belongs to the form of a call: the trees of its arguments and of its result, of whatever they are made. */
import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { adjoint } from "@wengert/core";
import { CaptureError, compile, scan } from "@wengert/graph";
import { add, mul, sin } from "@wengert/ops";
import { UnknownLeafError, type Value } from "@wengert/trace";
import { registerNode } from "@wengert/tree";
import { describe, expect, test } from "vitest";

/** A line with a name, which is none of its children. */
class Line {
  readonly slope: Value;
  readonly shift: Value;
  readonly name: string;

  constructor(slope: Value, shift: Value, name: string) {
    this.slope = slope;
    this.shift = shift;
    this.name = name;
  }
}
registerNode(Line, {
  children: ({ slope, shift }) => ({ slope, shift }),
  rebuild: ({ slope, shift }, { name }) => new Line(slope as Value, shift as Value, name),
});

/** A class with as many children as it is given. */
class Many {
  readonly all: Readonly<Record<string, Value>>;

  constructor(all: Readonly<Record<string, Value>>) {
    this.all = all;
  }
}
registerNode(Many, { children: ({ all }) => ({ ...all }), rebuild: (all) => new Many(all as never) });

describe("arguments", () => {
  test("instances: another field that is no child is another form", () => {
    const f = (line: Line, x: Tensor): Tensor => (line.name === "twice" ? mul(2, line.slope) : add(line.shift, x));
    const compiled = compile(f);
    for (const k of [1, 2, 3]) {
      for (const name of ["twice", "once"]) {
        const line = new Line(k, 10 * k, name);
        expect(compiled(line, tensor(1)).item()).toBe(f(line, tensor(1)).item());
      }
    }
    expect(compiled.stats()).toMatchObject({ plans: 2, hits: 2 });
    // Neither is a plain object of the same fields, nor an instance of another class.
    expect(compiled({ ...new Line(5, 6, "once") } as Line, tensor(1)).item()).toBe(7);
    expect(compiled.stats().plans).toBe(3);
  });

  test("instances: other children are another form", () => {
    const compiled = compile((m: Many) => Object.values(m.all).reduce<Tensor>((y, x) => add(y, x), tensor(0)));
    const forms: readonly Record<string, number>[] = [{ a: 1 }, { a: 1, b: 2 }, { a: 1, c: 2 }, { c: 2, a: 1 }, {}];
    for (let k = 0; k < 3; k++) {
      for (const all of forms) {
        expect(compiled(new Many(all)).item()).toBe(Object.values(all).reduce((y, x) => y + x, 0));
      }
    }
    expect(compiled.stats().plans).toBe(forms.length);
  });

  test("objects without a prototype", () => {
    const bare = (a: number): { a: number } => Object.assign(Object.create(null), { a });
    const compiled = compile(({ a }: { a: Value }) => mul(a, a));
    for (const a of [2, 3, 4]) expect(compiled(bare(a)).item()).toBe(a * a);
    expect(compiled.stats()).toMatchObject({ plans: 1, hits: 1 });
  });
});

describe("what is returned", () => {
  test.each([10, 64, 65, 200])("a tree of %i leaves", (count) => {
    const f = (x: Tensor) => ({ all: Array.from({ length: count }, (_, i) => mul(i, x)), name: "all" });
    const compiled = compile(f);
    for (const x of [1, 2, 3]) expect(compiled(tensor(x))).toEqual(f(tensor(x)));
  });

  test("something that is no value is refused, with its path", () => {
    const wrong = compile((x: Tensor) => ({ x, deep: [new Date(0)] }) as never);
    expect(() => wrong(tensor(1))).toThrow(UnknownLeafError);
    expect(() => wrong(tensor(1))).toThrow(/"deep\.0"|"deep\[0\]"/);
    expect(() => compile(() => new Date(0) as never)()).toThrow(/what the function returns/);
  });
});

test("a function of fewer or more operations in the second call is refused", () => {
  for (const counts of [
    [1, 3],
    [3, 1],
  ]) {
    const lengths = [...counts];
    const compiled = compile((x: Tensor) => {
      const length = lengths.shift() ?? 0;
      return Array.from({ length }).reduce<Tensor>((y) => sin(y), mul(2, x));
    });
    compiled(tensor(1));
    expect(() => compiled(tensor(1))).toThrow(CaptureError);
  }
});

test("options out of range are refused by name", () => {
  for (const maxPlans of [0, -1, 1.5, "2"]) {
    expect(() => compile((x: Tensor) => x, { maxPlans: maxPlans as never })).toThrow(ArgumentError);
    expect(() => compile((x: Tensor) => x, { maxPlans: maxPlans as never })).toThrow(/maxPlans must be a positive/);
  }
  for (const length of [-1, 2.5, "3"]) {
    const run = (): unknown => scan((c: Tensor) => [c, null], 1, null, { length: length as never });
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(/scan: length must be a whole number of steps/);
  }
});

test("steps with a rule of one's own in numeric code", () => {
  let runs = 0;
  const opaque = adjoint((c: Tensor, x: Tensor) => {
    runs++;
    const [u, v] = [c.item(), x.item()];
    return [tensor(u > 3 ? u - 3 : u + v), (ybar: Tensor) => [ybar, u > 3 ? null : ybar]];
  });
  const xs = tensor([1, 2, 3, 4, 5]);
  const f = (x: Tensor): Tensor => scan((c: Tensor, x: Tensor) => [opaque(c, x), null], x, xs)[0];
  expect(f(tensor(0.5)).item()).toBe([1, 2, 3, 4, 5].reduce((c, x) => (c > 3 ? c - 3 : c + x), 0.5));
  expect(runs).toBeGreaterThanOrEqual(5);
});
