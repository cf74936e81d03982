import { inspect } from "node:util";
import {
  ArgumentError,
  arange,
  eye,
  full,
  isTensor,
  linspace,
  ones,
  ShapeError,
  type Tensor,
  TracedValueError,
  tensor,
  WengertError,
  zeros,
} from "@wengert/array";
import { allocate, deferralOf, deferred, useAllocator } from "@wengert/array/author";
import { describe, expect, test } from "vitest";

describe("tensor", () => {
  test("from nested arrays, typed arrays and numbers", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([x.shape, x.size, x.ndim]).toEqual([[2, 3], 6, 2]);
    expect(x.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(tensor(7).shape).toEqual([]);
    expect(tensor(7).item()).toBe(7);
    expect(tensor(Int8Array.of(1, 2, 3, 4), [2, 2]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensor([1, 2, 3, 4], [4, 1]).shape).toEqual([4, 1]);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([[], []]).toArray()).toEqual([[], []]);
  });

  test("copies what it is given", () => {
    const data = Float64Array.of(1, 2);
    const shape = [2];
    const x = tensor(data, shape);
    data[0] = 9;
    shape[0] = 9;
    expect(x.toArray()).toEqual([1, 2]);
    expect(x.shape).toEqual([2]);
  });

  test("keeps f64 exactly", () => {
    const odd = [Number.MIN_VALUE, -0, 0.1 + 0.2, Number.MAX_VALUE, Number.NEGATIVE_INFINITY, Number.NaN];
    expect(tensor(odd).toArray()).toEqual(odd);
    expect(Object.is(tensor(-0).item(), -0)).toBe(true);
  });

  test.each<[unknown, unknown, new (...args: never[]) => Error, RegExp]>([
    [[[1, 2], [3]], undefined, ShapeError, /elements\[1\] has 1 elements/],
    [[[1], 2], undefined, ShapeError, /elements\[1\]/],
    [[1, [2]], undefined, ShapeError, /elements\[1\] is an array/],
    [[1, "2"], undefined, WengertError, /elements\[1\] is a string/],
    [[tensor(1)], undefined, WengertError, /stack/],
    [[1, 2, 3], [2, 2], ShapeError, /3 elements.*\[2, 2\]/],
    [[1], [-1], ShapeError, /non-negative/],
    [null, undefined, WengertError, /null/],
  ])("refuses %j with shape %j", (elements, shape, type, says) => {
    expect(() => tensor(elements as number, shape as number[])).toThrow(type);
    expect(() => tensor(elements as number, shape as number[])).toThrow(says);
  });
});

describe("constructors", () => {
  test("fill", () => {
    expect(zeros([2]).toArray()).toEqual([0, 0]);
    expect(ones([1, 2]).toArray()).toEqual([[1, 1]]);
    expect(full([], 3).item()).toBe(3);
    expect(eye(2, 3).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  test("sequences", () => {
    expect(arange(3).toArray()).toEqual([0, 1, 2]);
    expect(arange(5, 1, -2).toArray()).toEqual([5, 3]);
    expect(arange(1, 1).toArray()).toEqual([]);
    expect(linspace(0, 1, 3).toArray()).toEqual([0, 0.5, 1]);
    expect(linspace(2, 9, 1).toArray()).toEqual([2]);
    expect(linspace(0, 0.3, 4).data[3]).toBe(0.3);
    expect(() => arange(0, 1, 0)).toThrow(WengertError);
    expect(() => arange("1" as never)).toThrow(ArgumentError);
  });
});

describe("reading", () => {
  test("item needs one element", () => {
    expect(tensor([[4]]).item()).toBe(4);
    expect(() => tensor([1, 2]).item()).toThrow(ShapeError);
  });

  test("prints shape and elements, long axes shortened", () => {
    expect(inspect(tensor([[1, 2]]))).toBe("Tensor [1, 2] [[1, 2]]");
    expect(inspect(tensor(0.5))).toBe("Tensor 0.5");
    expect(arange(100).toString()).toBe("Tensor [100] [0, 1, 2, …, 97, 98, 99]");
    expect(Object.prototype.toString.call(tensor([1]))).toMatch(/^\[object Tensor [0-9a-f]{8}\]$/);
  });

  test("comes back from JSON, exactly and with its shape", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1, 1e300];
    for (const x of [
      tensor(odd),
      tensor(-0),
      tensor([
        [1, 2],
        [3, 4],
      ]),
      zeros([0, 3]),
      zeros([2, 0]),
      tensor([1], [1, 1]),
    ]) {
      const back = tensor(JSON.parse(JSON.stringify(x)));
      expect(back.shape).toEqual(x.shape);
      expect([...back.data]).toEqual([...x.data]);
    }
    expect(JSON.stringify({ x: tensor([1, Number.NaN]) })).toBe(
      '{"x":{"~wengert":"tensor","shape":[2],"data":[1,"NaN"]}}',
    );
    for (const broken of [
      { shape: [2], data: [1] },
      { shape: [1], data: ["x"] },
      { shape: [-1], data: [] },
      { data: [1] },
    ]) {
      expect(() => tensor({ "~wengert": "tensor", ...broken } as never)).toThrow(ShapeError);
    }
  });

  test("native operators throw", () => {
    const x = tensor(2) as unknown as number;
    for (const use of [() => x + 1, () => x < 3, () => -x, () => Math.exp(x), () => `${x}`]) {
      expect(use).toThrow(TracedValueError);
    }
  });

  test("tensors of another copy are known by their brand", () => {
    expect(isTensor({ [Symbol.for("@wengert/tensor")]: true })).toBe(true);
    expect([isTensor({ shape: [], data: [] }), isTensor(null), isTensor(3)]).toEqual([false, false, false]);
    const x: Tensor = tensor(1);
    expect(x["~wengert"]).toBe("tensor");
  });
});

describe("a Tensor that is computed when it is read", () => {
  test("is computed once, and has a shape before", () => {
    let asked = 0;
    const deferral = {
      compute: () => {
        asked++;
        return Float64Array.of(1, 2, 3, 4);
      },
    };
    const x = deferred(deferral, [2, 2]);
    expect([x.shape, x.ndim, x.size, asked]).toEqual([[2, 2], 2, 4, 0]);
    expect(deferralOf(x)).toBe(deferral);
    expect(x.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(x.data).toBe(x.data);
    expect([asked, deferralOf(x)]).toEqual([1, undefined]);
    expect(x).toEqual(tensor([1, 2, 3, 4], [2, 2]));
    expect(deferralOf(tensor([1]))).toBeUndefined();
  });

  test("has memory of its own, whoever asks first", () => {
    const before = useAllocator(() => new Float64Array(8).subarray(0, 2));
    const x = deferred({ compute: () => allocate(2) }, [2]);
    const { data } = x;
    useAllocator(before);
    expect(data.buffer.byteLength).toBe(16);
  });

  test("is not computed when that fails, and can be asked again", () => {
    let fails = true;
    const compute = (): Float64Array => {
      if (fails) throw new RangeError("no memory");
      return Float64Array.of(7);
    };
    const x = deferred({ compute }, [1]);
    expect(() => x.data).toThrow(RangeError);
    fails = false;
    expect(x.item()).toBe(7);
  });
});
