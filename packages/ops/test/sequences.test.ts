import { ArgumentError, ShapeError, tensor } from "@wengert/array";
import { describe, expect, it } from "vitest";
import * as ops from "../src/index.ts";
import { rootsOfUnity } from "../src/kernels/fourier.ts";

describe("Fourier transforms", () => {
  const lengths = [1, 2, 3, 16, 47, 61, 67, 120, 1009, 2 * 1009, 4096, 3 * 5 * 7 * 11 * 13];

  it.each(lengths)("of length %i and back are x, with its energy", (n) => {
    const x = tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(i * i + 1)));
    const y = ops.fft(x);
    const z = ops.ifft(y);
    const half = ops.irfft(ops.rfft(x), { n });
    const energy = y.re.data.reduce((sum, re, k) => sum + re * re + y.im.data[k] ** 2, 0);
    expect(energy / n / x.data.reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 13);
    for (let i = 0; i < n; i++) {
      expect(Math.abs(z.re.data[i] - x.data[i])).toBeLessThan(2e-15);
      expect(Math.abs(z.im.data[i])).toBeLessThan(2e-15);
      expect(Math.abs(half.data[i] - x.data[i])).toBeLessThan(2e-15);
    }
  });

  it.each(lengths)("of a wave of length %i are a peak", (n) => {
    const k = Math.floor(n / 3);
    const roots = rootsOfUnity(n);
    const wave = (part: "re" | "im") => tensor(Float64Array.from({ length: n }, (_, j) => roots[part][(j * k) % n]));
    const y = ops.ifft({ re: wave("re"), im: wave("im") });
    for (let i = 0; i < n; i++) {
      expect(Math.abs(y.re.data[i] - (i === k ? 1 : 0))).toBeLessThan(2e-15);
      expect(Math.abs(y.im.data[i])).toBeLessThan(2e-15);
    }
  });

  it("of NaN and ∞ spoil their own line alone", () => {
    const { re } = ops.fft(
      tensor([
        [1, 2],
        [Number.NaN, 1],
        [3, 4],
      ]),
    );
    expect(re.toArray()).toEqual([
      [3, -1],
      [Number.NaN, Number.NaN],
      [7, -1],
    ]);
    const small = ops.rfft(
      tensor([
        [1e200, 1e200],
        [1e-200, 3e-200],
      ]),
    ).re;
    expect(small.data[3] / -2e-200).toBeCloseTo(1, 14);
  });

  it("of parts that broadcast, of numbers on axes in front, of nothing", () => {
    expect(ops.fft({ re: tensor([1, 2]), im: 1 }).im.toArray()).toEqual([2, 0]);
    expect(ops.fft(tensor([], [0, 4])).re.shape).toEqual([0, 4]);
    expect(ops.rfft(tensor([], [4, 0]), { axis: 0 }).re.shape).toEqual([3, 0]);
  });
});

describe("what is refused", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const cases: readonly [f: () => unknown, error: new (...args: never[]) => Error, message: string][] = [
    [
      () => ops.fft(tensor([])),
      ShapeError,
      "fft: the length of a transform must be a positive integer; axis -1 of the shape [0] asks for 0.",
    ],
    [() => ops.irfft(tensor([1])), ShapeError, "irfft: the length of a transform must be a positive integer"],
    [
      () => ops.rfft(x, { n: 1.5 }),
      ShapeError,
      "rfft: the length of a transform must be a positive integer; n asks for 1.5.",
    ],
    [() => ops.fft(x, { axis: 2 }), ShapeError, "fft: no axis 2"],
    [() => ops.fft(3), ShapeError, "fft: no axis -1"],
    [() => ops.fft(x, { norm: "none" as never }), ArgumentError, 'fft: norm must be "backward", "forward" or "ortho"'],
    [() => ops.fft(x, { length: 3 } as never), ArgumentError, 'fft: there is no option "length"'],
    [() => ops.searchsorted(x, 1), ShapeError, "searchsorted: steps must have one axis, not the shape [2, 3]."],
    [
      () => ops.searchsorted(tensor([1, 3, 2]), 1),
      ArgumentError,
      "searchsorted: the steps must ascend, but 2 stands behind 3 at position 2.",
    ],
    [() => ops.searchsorted(tensor([1]), 1, { side: "up" as never }), ArgumentError, 'side must be "left" or "right"'],
    [() => ops.interp(1, tensor([1, 0]), tensor([1, 2])), ArgumentError, "interp: the steps must ascend"],
    [
      () => ops.interp(1, tensor([1, 2]), tensor([1])),
      ShapeError,
      "interp: xp of shape [2] and fp of shape [1] must have one length",
    ],
    [() => ops.interp(1, tensor([]), tensor([])), ShapeError, "interp: xp of shape [0]"],
    [() => ops.diff(x, { n: -1 }), ShapeError, "diff: n must be a non-negative integer, not -1."],
    [() => ops.diff(3), ShapeError, "diff: no axis -1"],
    [
      () => ops.convolve(tensor([]), tensor([1])),
      ShapeError,
      "convolve: both arguments must have at least one element",
    ],
    [
      () => ops.convolve(tensor([1]), tensor([1]), { mode: "all" as never }),
      ArgumentError,
      'convolve: mode must be "full", "same" or "valid"',
    ],
    [
      () => ops.trapezoid(x, tensor([1, 2])),
      ShapeError,
      "trapezoid: x of shape [2] must have one axis of length 3, or the shape [2, 3] of y.",
    ],
    [() => ops.cumtrapz(x, { initial: "0" as never }), ArgumentError, "cumtrapz: initial must be a number"],
    [() => ops.quantile(x, 2), ArgumentError, "quantile: q must be a number from 0 to 1, or an array of them, not 2."],
    [() => ops.quantile(x, []), ArgumentError, "not an empty array"],
    [() => ops.quantile(tensor([]), 0.5), ShapeError, "quantile: axis 0 of a tensor of shape [0] has no elements."],
    [
      () => ops.median(tensor([], [2, 0]), { axis: 1 }),
      ShapeError,
      "median: axis 1 of a tensor of shape [2, 0] has no elements.",
    ],
    [() => ops.nanMax(tensor([])), ShapeError, "nanMax: axis 0 of a tensor of shape [0] has no elements."],
    [() => ops.histogram(x, { bins: 0 }), ArgumentError, "histogram: bins must be a positive integer or edges, not 0."],
    [() => ops.histogram(x, { bins: [1] }), ArgumentError, "histogram: bins need two edges at least."],
    [
      () => ops.histogram(x, { bins: [1, 2], range: [0, 1] }),
      ArgumentError,
      "histogram: a range is for a number of bins, not for edges.",
    ],
    [() => ops.histogram(x, { bins: [2, 1] }), ArgumentError, "histogram: the steps must ascend"],
    [() => ops.histogram(x, { range: [2, 1] }), ArgumentError, "histogram: range must be [from, to], ascending"],
    [
      () => ops.histogram(tensor([1, Number.NaN])),
      ArgumentError,
      "histogram: no bins of equal width reach from NaN to NaN.",
    ],
    [() => ops.histogram(x, tensor([1, 2])), ShapeError, "histogram"],
    [() => ops.meshgrid([x]), ShapeError, "meshgrid: coordinates have one axis, not the shape [2, 3]."],
    [() => ops.meshgrid(tensor([1]) as never), ArgumentError, "meshgrid: xs must be an array"],
    [() => ops.block([]), ShapeError, "block: there is an empty array."],
    [() => ops.block([[1], 2]), ShapeError, "block: the arrays must be equally deep."],
    [() => ops.block([[x, tensor([[1]])]]), ShapeError, "concat"],
    [() => ops.triuIndices(-1), ShapeError, "triuIndices: n must be a non-negative integer, not -1."],
    [() => ops.trilIndices(2, 0.5), ShapeError, "trilIndices: k must be an integer, not 0.5."],
    [
      () => ops.oneHot([0, 3], 3),
      ShapeError,
      "oneHot: there is no index 3 on the axis of classes, which has 3 elements.",
    ],
    [() => ops.oneHot([0], -1), ShapeError, "oneHot: the number of classes must be a non-negative integer, not -1."],
    [() => ops.crossEntropy(x, tensor([0, 3])), ShapeError, "3"],
    [
      () => ops.crossEntropy(x, tensor([0, 1, 2])),
      ShapeError,
      "crossEntropy: targets of shape [3] do not fit to logits of shape [2, 3]: give classes of shape [2]",
    ],
    [
      () => ops.crossEntropy(x, tensor([0, 1]), { reduction: "max" as never }),
      ArgumentError,
      'crossEntropy: reduction must be "mean", "sum" or "none"',
    ],
    [
      () => ops.set(x, [0, 3], 1),
      ShapeError,
      "set: there is no index 3 on axis 1 of a tensor of shape [2, 3], which has 3 elements.",
    ],
    [
      () => ops.set(x, [0, 0, 0], 1),
      ShapeError,
      "set: 3 entries of an index are too many for a tensor of shape [2, 3].",
    ],
    [() => ops.set(x, [0], tensor([1, 2])), ShapeError, "set"],
    [
      () =>
        ops.set(
          x,
          [0],
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        ),
      ShapeError,
      "set: a value of shape [2, 3] does not fit to the [3] of what is selected.",
    ],
    [() => ops.set(x, [{ from: 1 } as never], 1), ShapeError, 'set: a range is {start, stop, step}; it has no "from"'],
    [() => ops.set(x, [{ start: 0.5 }], 1), ShapeError, "it has integers or null, not 0.5"],
    [() => ops.set(x, [{ step: 0 }], 1), ShapeError, "a step must not be 0"],
    [() => ops.set(x, ["a" as never], 1), Error, "set: argument 2 is a string"],
    [() => ops.argsort(3), ShapeError, "argsort: no axis -1"],
    [() => ops.cummax(x, { axis: 5 }), ShapeError, "cummax: no axis 5"],
    [() => ops.logcumsumexp(x, { axis: 5 }), ShapeError, "logcumsumexp: no axis 5"],
  ];

  it.each(cases.map(([f, error, message]) => [message, f, error] as const))("%s", (message, f, error) => {
    expect(f).toThrow(error);
    expect(f).toThrow(message);
  });
});

describe("values", () => {
  it("one-hot vectors stand along any axis; negative classes count from the end", () => {
    expect(ops.oneHot(tensor([0, 1, -1]), 3, { axis: 0 }).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(ops.oneHot(1, 2).toArray()).toEqual([0, 1]);
    expect(ops.oneHot([], 2).shape).toEqual([0, 2]);
  });

  it("argsort and sort agree, ties keep their order", () => {
    const x = tensor([
      [2, 1, 2, Number.NaN, 1],
      [0, -0, 5, 4, -Infinity],
    ]);
    expect(ops.gather(x, ops.argsort(x)).toArray()).toEqual(ops.sort(x).toArray());
    expect(ops.argsort(x).toArray()).toEqual([
      [1, 4, 0, 2, 3],
      [4, 0, 1, 3, 2],
    ]);
  });

  it("quantiles of infinite elements are limits, of equal ones themselves", () => {
    const inf = Number.POSITIVE_INFINITY;
    expect(ops.quantile(tensor([1, inf]), [0, 0.5, 1]).toArray()).toEqual([1, inf, inf]);
    expect(ops.median(tensor([-inf, inf])).item()).toBeNaN();
    expect(ops.quantile(tensor([0.1, 0.1]), 0.3).item()).toBe(0.1);
    expect(ops.median(tensor([-1.7e308, 1.7e308])).item()).toBe(0);
  });

  it("cross-entropies agree for classes and for their vectors, and do not overflow", () => {
    const z = tensor([
      [1000, 0, -1000],
      [1, 2, 3],
    ]);
    const classes = tensor([1, 0]);
    const each = ops.crossEntropy(z, classes, { reduction: "none" });
    expect(each.data[0]).toBe(1000);
    expect(ops.crossEntropy(z, ops.oneHot(classes, 3), { reduction: "none" }).toArray()).toEqual(each.toArray());
    expect(ops.crossEntropy(z, classes).item()).toBe(ops.mean(each).item());
  });

  it("x is not changed by set", () => {
    const x = tensor([1, 2, 3]);
    expect(ops.set(x, tensor([0, 2]), 0).toArray()).toEqual([0, 2, 0]);
    expect(
      ops
        .set(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          ops.triuIndices(2),
          0,
        )
        .toArray(),
    ).toEqual([
      [0, 0],
      [3, 0],
    ]);
    expect(x.toArray()).toEqual([1, 2, 3]);
  });
});
