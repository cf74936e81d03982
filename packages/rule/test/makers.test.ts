import { ShapeError, type Tensor, tensor } from "@wengert/array";
import { bindBelow, Interpreter, type Outputs, type Rule, Traced, within } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { linear, nonDifferentiable, rule, ruleWithAttributes, type Value, zerosLike } from "../src/index.ts";

const times = (x: Tensor, by: number): Tensor =>
  tensor(
    x.data.map((v) => by * v),
    x.shape,
  );
const double: (x: Value) => Tensor = rule({
  name: "double",
  impl: (x: Tensor) => times(x, 2),
  jvp: ([dx]) => dx && double(dx),
});
const scale: (x: Value, o: { by: number }) => Tensor = rule({
  name: "scale",
  impl: (x: Tensor, { by }: { by: number }) => times(x, by),
  vjp: (ybar, _xs, _y, { by }) => [scale(ybar, { by })],
});

/** Notes every operation that it is handed, and hands it on. */
class Notes extends Interpreter {
  override readonly differentiates: boolean;
  readonly seen: { name: string; traced: readonly boolean[]; attributes: object | undefined }[] = [];

  constructor(differentiates: boolean) {
    super();
    this.differentiates = differentiates;
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const own = args.map((x) => this.lower(x));
    this.seen.push({ name: rule.name, traced: own.map((x, k) => x !== args[k]), attributes });
    const y = bindBelow(this, rule, own, attributes);
    return new Traced(this, y as Tensor, undefined);
  }
}

function noted(differentiates: boolean, f: (x: Tensor) => unknown): Notes["seen"] {
  const notes = new Notes(differentiates);
  within(notes, () => f(new Traced(notes, tensor([1, 2]), undefined)));
  return notes.seen;
}

describe("rule", () => {
  test("with and without attributes, by one name", () => {
    expect(double(3).item()).toBe(6);
    expect(scale(3, { by: 5 }).item()).toBe(15);
    expect(ruleWithAttributes).toBe(rule);
    expect(noted(true, (x) => scale(x, { by: 5 }))).toEqual([{ name: "scale", traced: [true], attributes: { by: 5 } }]);
  });

  test("attributes are a plain object, where the derivative takes them", () => {
    for (const wrong of [2, tensor(2), null, "by", [2]]) {
      expect(() => scale(1, wrong as never)).toThrow("scale: options must be a plain object");
    }
    expect(() => scale(1, ...([] as never as [never]))).toThrow("takes 2 arguments, and got 1");
  });

  test("an object in the place of a Tensor is no attribute", () => {
    expect(() => double({} as never)).toThrow("double: argument 1 is an object");
  });

  test("is checked at every call", () => {
    let result: unknown = tensor(1);
    const odd = rule({ name: "odd", impl: (_x: Tensor) => result as Tensor, vjp: (ybar) => [ybar] });
    expect(odd(1).item()).toBe(1);
    for (const wrong of ["3", undefined, null, {}, { a: "3" }, { a: { b: 1 } }, Promise.resolve(1), [tensor(1)]]) {
      result = wrong;
      expect(() => odd(1)).toThrow("odd: impl must return a Tensor");
    }
    expect(() => odd(1)).toThrow("it returned a bare Array.");
  });

  test("may return numbers, as the body of an adjoint may", () => {
    const size = rule({ name: "size", impl: (x: Tensor) => x.size, vjp: (_ybar, [x]) => [zerosLike(x)] });
    expect(size(tensor([1, 2, 3])).item()).toBe(3);
    const both = rule({
      name: "both",
      impl: (x: Tensor, { by }: { by: number }) => ({ one: x.item() * by, two: x }),
      vjp: ({ one, two }, [x], y, { by }) => [one === undefined ? (two ?? y.one) : times(one, by * x.size)],
    });
    expect(both(2, { by: 5 }).one.item()).toBe(10);
    expect(() => size(...([] as unknown as [Value]))).toThrow("size: takes 1 arguments, and got 0");
  });

  test("refuses a definition that is wrong, naming what was meant", () => {
    const impl = (x: Tensor): Tensor => x;
    expect(() => rule({ name: "a", impl, vjpp: (y: Tensor) => [y] } as never)).toThrow(
      'there is no option "vjpp". Did you mean "vjp"?',
    );
    expect(() => rule({ name: "a", impl } as never)).toThrow("neither jvp nor vjp");
    expect(() => rule({ name: "a", impl, vjp: (y: Tensor) => [y], held: 1 } as never)).toThrow(
      "held must be an array of positions",
    );
    expect(() => rule({ name: 3, impl, vjp: (y: Tensor) => [y] } as never)).toThrow("name must be a string");
    expect(() => rule({ name: "a", impl: 3, vjp: (y: Tensor) => [y] } as never)).toThrow("impl must be a function");
  });
});

describe("held arguments", () => {
  const weighted: (x: Value, w: Value) => Tensor = rule({
    name: "weighted",
    held: [1],
    impl: (x: Tensor, w: Tensor) => tensor(x.data.map((v, i) => v * w.data[i])),
    vjp: (ybar, [, w]) => [weighted(ybar, w), null],
  });

  test("reach derivatives as plain numbers", () => {
    expect(noted(true, (x) => weighted(x, x))).toEqual([
      { name: "weighted", traced: [true, false], attributes: undefined },
    ]);
    expect(noted(true, (x) => weighted(tensor([3, 4]), x))).toEqual([]);
  });

  test("are seen by interpreters of values", () => {
    expect(noted(false, (x) => weighted(tensor([3, 4]), x))[0].traced).toEqual([false, true]);
  });

  test("nested: derivatives are taken off down to the first interpreter of values", () => {
    const [outer, inner] = [new Notes(false), new Notes(true)];
    within(outer, () =>
      within(inner, () => {
        const x = new Traced(inner, new Traced(outer, tensor([1, 2]), undefined), undefined);
        weighted(tensor([3, 4]), x);
        double(x);
      }),
    );
    expect(inner.seen.map(({ name }) => name)).toEqual(["double"]);
    expect(outer.seen.map(({ name }) => name)).toEqual(["weighted", "double"]);
  });
});

describe("nonDifferentiable", () => {
  const first = nonDifferentiable(function first(x: Tensor) {
    return tensor(x.data[0]);
  });

  test("derivatives do not see it, and its result can be read", () => {
    let read = 0;
    expect(
      noted(true, (x) => {
        read = first(double(x)).item();
      }),
    ).toHaveLength(1);
    expect(read).toBe(2);
  });

  test("interpreters of values see it", () => {
    expect(noted(false, (x) => first(x))[0].name).toBe("first");
    expect(() => noted(false, (x) => first(x).item())).toThrow("item: the numbers of a traced value");
  });

  test("must not close over what is differentiated", () => {
    expect(() => noted(true, (x) => nonDifferentiable((z) => double(x) && z)(x))).toThrow(
      "double: a traced value is used outside",
    );
  });

  test("may return anything to derivatives", () => {
    const positive = nonDifferentiable((x) => x.data.every((v) => v > 0));
    expect(positive(tensor([1, 2]))).toBe(true);
    noted(true, (x) => expect(positive(x)).toBe(true));
    expect(() => noted(false, (x) => positive(x))).toThrow("must return a Tensor");
  });

  test("too few arguments, and no function", () => {
    expect(() => (first as () => Tensor)()).toThrow("first: takes 1 arguments, and got 0");
    expect(() => nonDifferentiable(3 as never)).toThrow("f must be a function");
  });
});

describe("linear", () => {
  const plain: (x: Value) => Tensor = linear({
    name: "plain",
    impl: (x) => times(x, 3),
    transpose: (ybar) => plain(ybar),
  });
  const padded: (x: Value, o: { to: number }) => Tensor = linear({
    name: "padded",
    impl: (x: Tensor, { to }: { to: number }) => tensor(Float64Array.from({ length: to }, (_, i) => x.data[i] ?? 0)),
    transpose: (ybar, x) => padded(ybar, { to: x.size }),
  });

  test("with and without attributes", () => {
    expect(plain(2).item()).toBe(6);
    expect(padded(tensor([1, 2]), { to: 3 }).toArray()).toEqual([1, 2, 0]);
    expect(noted(true, (x) => padded(x, { to: 3 }))[0].attributes).toEqual({ to: 3 });
  });

  test("errors of impl come through", () => {
    const refusing = linear({
      name: "refusing",
      impl: (): Tensor => {
        throw new ShapeError("no", "refusing");
      },
      transpose: (ybar) => zerosLike(ybar),
    });
    expect(() => refusing(1)).toThrow(ShapeError);
  });
});
