/* What `rule` takes for a definition, and how the operation that it makes is called. */
import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { Interpreter, type Outputs, resolve, Traced, within } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { rule, zerosLike } from "../src/index.ts";

const impl = (x: Tensor): Tensor => x;
const vjp = (ybar: Tensor): readonly Tensor[] => [ybar];
const made = (parts: object): unknown => rule({ name: "a", impl, vjp, ...parts } as never);

describe("a definition", () => {
  test.each([
    ["jvp", { jvp: 3 }, "jvp and vjp must be a function"],
    ["vjp", { vjp: null }, "jvp and vjp must be a function"],
    ["a position that is negative", { held: [-1] }, "from 0 on, not [-1]"],
    ["a position between two", { held: [0, 0.5] }, "from 0 on, not [0, 0.5]"],
    ["a position as text", { held: ["0"] }, "from 0 on, not [0]"],
    ["positions in a Set", { held: new Set([0]) }, "array of positions of arguments, from 0 on, not a"],
    ["an unknown way to batch", { batch: "each" }, '"broadcast", "leading", "shared" or a function, not'],
    ["batching that is switched on", { batch: true }, '"broadcast", "leading", "shared" or a function, not'],
  ])("with %s is refused", (_, parts, message) => {
    expect(() => made(parts)).toThrow(ArgumentError);
    expect(() => made(parts)).toThrow(message);
  });

  test.each([
    { held: [0] },
    { held: [] },
    { batch: "broadcast" },
    { batch: "leading" },
    { batch: "shared" },
    { batch: () => tensor(1) },
    { jvp: () => undefined, vjp: undefined },
  ])("may have %o", (parts) => {
    expect((made(parts) as (x: number) => Tensor)(2).item()).toBe(2);
  });
});

describe("attributes", () => {
  /** Times `by`, with derivatives of as many arguments as are asked for. */
  const scale = (...halves: readonly ("jvp" | "vjp")[]) => {
    const all = {
      jvp: ([dx]: readonly Tensor[], _xs: unknown, _y: unknown, _o: object) => dx,
      vjp: (ybar: Tensor, _xs: unknown, _y: unknown, _o: object) => [ybar],
    };
    return rule({
      name: "scale",
      impl: (x: Tensor, { by }: { by: number }) => tensor(x.data.map((v) => by * v)),
      ...Object.fromEntries(halves.map((half) => [half, all[half]])),
    } as never) as (...args: unknown[]) => Tensor;
  };

  test.each([[["jvp"]], [["vjp"]], [["jvp", "vjp"]]] as const)("are demanded where %s takes them", (halves) => {
    expect(scale(...halves)(tensor([3]), { by: 5 }).toArray()).toEqual([15]);
    for (const wrong of [2, tensor(2), "by"])
      expect(() => scale(...halves)(tensor([3]), wrong)).toThrow("scale: options must be a plain object");
  });

  test("are an object of data without a prototype as well", () => {
    const by = Object.assign(Object.create(null) as object, { by: 5 });
    expect(scale("vjp")(tensor([3]), by).toArray()).toEqual([15]);
    const free = rule({ name: "free", impl: (x: Tensor, _o: object) => x, vjp: (bar: Tensor) => [bar] } as never);
    expect((free as (...args: unknown[]) => Tensor)(tensor([3]), by).toArray()).toEqual([3]);
  });

  test("are no value in the place of an argument", () => {
    const one = rule({ name: "one", impl: (x: Tensor) => x, vjp: (ybar: Tensor) => [ybar] });
    expect(() => (one as (x: unknown) => Tensor)({ by: 5 })).toThrow("one: argument 1 is an object");
    // Where no derivative takes attributes, what stands behind the arguments may be one.
    const two = rule({ name: "two", impl: (x: Tensor, _y: Tensor) => x, vjp: (ybar: Tensor) => [ybar, null] });
    expect(two(2, tensor([1])).item()).toBe(2);
    expect(two(2, 3).item()).toBe(2);
  });

  test("must not be followed by a derivative", () => {
    class Follower extends Interpreter {
      override readonly differentiates = true;
      override process(): Outputs {
        return tensor(0);
      }
    }
    const follower = new Follower();
    const by = new Traced(follower, tensor(5), undefined);
    within(follower, () => expect(() => scale("vjp")(tensor([3]), { by })).toThrow(/scale: .*by/));
  });

  test("a call with an argument too few names the number", () => {
    expect(() => scale("vjp")(tensor([3]))).toThrow("scale: takes 2 arguments, and got 1");
    expect(() => scale("vjp")({ by: 3 })).toThrow("scale: takes 2 arguments, and got 1");
  });
});

test("what impl returns is taken by name, numbers among it", () => {
  const parts = rule({
    name: "parts",
    impl: (x: Tensor) => ({ size: x.size, x }),
    vjp: (_bars, [x]) => [zerosLike(x)],
  });
  const { size, x } = parts(tensor([3, 4]));
  expect(size.item()).toBe(2);
  expect(resolve(x, "test").toArray()).toEqual([3, 4]);
});
