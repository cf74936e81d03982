import { type Tensor, tensor, type Value } from "@wengert/core";
import * as ops from "@wengert/ops";
import { at, cube, empty, matrix, type Row, row, type Table } from "./inputs.ts";

type Transform = (x: { re: Value; im: Value }, o?: ops.FftOptions) => { re: Tensor; im: Tensor };

/** Both parts of both arguments. */
function transform(f: Transform): readonly Row[] {
  const parts = (o?: ops.FftOptions) => (re: Tensor, im: Tensor) => {
    const y = f({ re, im }, o);
    return ops.stack([y.re, y.im]);
  };
  const long = ops.concat([cube, cube], -1);
  return [
    [parts(), [matrix, ops.mul(0.7, matrix)]],
    [parts({ axis: 1, n: 5, norm: "ortho" }), [cube, ops.neg(cube)]],
    [parts({ axis: 0, n: 1 }), [matrix, matrix]],
    [parts(), [ops.reshape(ops.concat([long, long], 0), [2, 48]), tensor(0.3)]],
    ...at((x) => f({ re: x, im: 0 }).im, cube),
    ...at((x) => f({ re: x, im: 0 }).re, tensor(Float64Array.from({ length: 67 }, (_, i) => Math.sin(i * i)))),
  ];
}

type Several = (x: { re: Value; im: Value }, o?: ops.FftnOptions) => { re: Tensor; im: Tensor };

/** Both parts of both arguments. */
function severalAxes(f: Several): readonly Row[] {
  const parts = (o?: ops.FftnOptions) => (re: Tensor, im: Tensor) => {
    const y = f({ re, im }, o);
    return ops.stack([y.re, y.im]);
  };
  return [
    [parts(), [matrix, ops.mul(0.7, matrix)]],
    [parts({ axes: [0, -1], n: [3, 2], norm: "ortho" }), [cube, ops.neg(cube)]],
    [parts({ axes: [1] }), [cube, tensor(0.3)]],
    ...at((x) => f({ re: x, im: 0 }).im, cube),
  ];
}

const withGaps = tensor([
  [0.4, Number.NaN, -1.2],
  [Number.NaN, Number.NaN, 2.5],
]);
const points = tensor([0, 1, 2.5, 4]);
const heights = tensor([1, -1, 3, 10]);
const places = tensor([-1, 0.2, 1.4, 2.4, 3, 7]);

const layers = tensor(
  Float64Array.from({ length: 12 }, (_, i) => Math.cos(i)),
  [2, 3, 2],
);

export const sequenceRows: Table = {
  block: [
    [(x: Tensor, y: Tensor) => ops.block([[x, y], [ops.concat([y, x], 1)]]), [matrix, ops.mul(2, matrix)]],
    [(x: Tensor, y: Tensor) => ops.block([x, y]), [row, 0.4]],
  ],
  convolve: [
    [(x: Tensor, y: Tensor) => ops.convolve(x, y), [row, tensor([1, -2, 0.5, 3])]],
    [(x: Tensor, y: Tensor) => ops.convolve(x, y, { mode: "same" }), [cube, tensor([0.3, -0.2])]],
    [(x: Tensor, y: Tensor) => ops.convolve(x, y, { mode: "valid" }), [matrix, ops.slice(cube, [0, 0], [2, 1])]],
    [(x: Tensor, y: Tensor) => ops.convolve(x, y), [tensor([2]), tensor([3])]],
  ],
  crossEntropy: [
    ...at((x) => ops.crossEntropy(x, tensor([2, 0])), matrix),
    ...at((x) => ops.crossEntropy(x, tensor([1, 0, 1]), { axis: 0, reduction: "none" }), matrix),
    [(x: Tensor, p: Tensor) => ops.crossEntropy(x, p, { reduction: "sum" }), [matrix, ops.softmax(matrix)]],
    ...at((x) => ops.crossEntropy(x, tensor([0, 1, 0])), row),
  ],
  cummax: [...at((x) => ops.cummax(x), row, matrix, 0.7, empty), ...at((x) => ops.cummax(x, { axis: 1 }), cube)],
  cummin: [...at((x) => ops.cummin(x), row, matrix), ...at((x) => ops.cummin(x, { axis: -3 }), cube)],
  cumtrapz: [
    ...at((x) => ops.cumtrapz(x), row, matrix, tensor([2])),
    ...at((x) => ops.cumtrapz(x, { dx: 0.2, axis: 1, initial: 3 }), cube),
    [(y: Tensor, x: Tensor) => ops.cumtrapz(y, x), [matrix, row]],
  ],
  diff: [
    ...at((x) => ops.diff(x), row, matrix, empty, tensor([2])),
    ...at((x) => ops.diff(x, { n: 2, axis: 1 }), cube),
    ...at((x) => ops.diff(x, { n: 5, axis: 0 }), cube),
  ],
  fft: transform(ops.fft),
  fft2: severalAxes(ops.fft2),
  fftn: severalAxes(ops.fftn),
  histogram: [
    [(weights: Tensor) => ops.histogram(matrix, weights, { bins: 4 }).counts, [ops.mul(2, matrix)]],
    [
      (weights: Tensor) => ops.histogram(cube, weights, { bins: [0, 0.5, 1], density: true }).counts,
      [tensor([0.7, 0.2, 1.1, 0.4])],
    ],
  ],
  ifft: transform(ops.ifft),
  ifft2: severalAxes(ops.ifft2),
  ifftn: severalAxes(ops.ifftn),
  interp: [
    [(x: Tensor, xp: Tensor, fp: Tensor) => ops.interp(x, xp, fp), [places, points, heights]],
    ...at((x) => ops.interp(x, points, heights, { left: -3, right: 4 }), places),
    [
      (x: Tensor, xp: Tensor, fp: Tensor) => ops.interp(x, xp, fp, { period: 5 }),
      [places, tensor([3.2, 0.1, 6.5, -2.2]), heights],
    ],
    [(x: Tensor, xp: Tensor, fp: Tensor) => ops.interp(x, xp, fp), [cube, tensor([0.11]), tensor([3])]],
  ],
  irfft: [
    [(re: Tensor, im: Tensor) => ops.irfft({ re, im }), [matrix, ops.mul(0.3, matrix)]],
    [(re: Tensor, im: Tensor) => ops.irfft({ re, im }, { n: 5, norm: "forward" }), [cube, ops.mul(0.3, cube)]],
    [(re: Tensor, im: Tensor) => ops.irfft({ re, im }, { n: 7, axis: 1 }), [cube, ops.mul(0.3, cube)]],
    [(re: Tensor, im: Tensor) => ops.irfft({ re, im }, { n: 1 }), [row, row]],
  ],
  logcumsumexp: [
    ...at((x) => ops.logcumsumexp(x), row, matrix, 0.7, empty, tensor([-800, 0, 800])),
    ...at((x) => ops.logcumsumexp(x, { axis: 1 }), cube),
    ...at((x) => ops.logcumsumexp(x, { axis: -3 }), cube),
  ],
  maskedFill: [[(x: Tensor, value: Tensor) => ops.maskedFill(x, tensor([0, 1, 0]), value), [matrix, 0.3]]],
  median: [
    ...at((x) => ops.median(x), row, cube, 0.7),
    ...at((x) => ops.median(x, { axis: -1 }), matrix),
    ...at((x) => ops.median(x, { axis: [0, 2], keepDims: true }), cube),
  ],
  meshgrid: [
    [(x: Tensor, y: Tensor) => ops.mul(...(ops.meshgrid([x, y]) as [Tensor, Tensor])), [row, tensor([2, 0.3])]],
    [(x: Tensor, y: Tensor) => ops.meshgrid([y, x, y], { indexing: "ij" })[1], [row, tensor([2, 0.3])]],
  ],
  nanMax: [...at((x) => ops.nanMax(x), matrix, withGaps), ...at((x) => ops.nanMax(x, { axis: 1 }), withGaps)],
  nanMean: [...at((x) => ops.nanMean(x), matrix, withGaps), ...at((x) => ops.nanMean(x, { axis: 1 }), withGaps)],
  nanMin: [...at((x) => ops.nanMin(x), matrix, withGaps), ...at((x) => ops.nanMin(x, { axis: 1 }), withGaps)],
  nanStd: [
    ...at((x) => ops.nanStd(x), matrix, withGaps),
    ...at((x) => ops.nanStd(x, { axis: 0, keepDims: true }), matrix),
  ],
  nanSum: [...at((x) => ops.nanSum(x), matrix, withGaps), ...at((x) => ops.nanSum(x, { axis: 0 }), withGaps)],
  nanVariance: [
    ...at((x) => ops.nanVariance(x), matrix, withGaps),
    ...at((x) => ops.nanVariance(x, { axis: 1, ddof: 1 }), matrix, cube),
  ],
  quantile: [
    ...at((x) => ops.quantile(x, 0.3), row, cube, 0.7),
    ...at((x) => ops.quantile(x, [0, 0.25, 0.8, 1], { axis: 0 }), matrix),
    ...at((x) => ops.quantile(x, 0.6, { axis: [0, -1], keepDims: true }), cube),
  ],
  rfft: [
    ...at((x) => ops.rfft(x).re, matrix, cube, tensor([2])),
    ...at((x) => ops.rfft(x).im, matrix, cube),
    ...at((x) => ops.rfft(x, { n: 6, axis: 1, norm: "ortho" }).im, cube),
    ...at((x) => ops.rfft(x, { n: 3, axis: 0 }).re, cube),
  ],
  set: [
    [(x: Tensor, v: Tensor) => ops.set(x, [1, 2], v), [matrix, 0.3]],
    [(x: Tensor, v: Tensor) => ops.set(x, [null, [2, 0, 2], { start: 1, step: 2 }], v), [cube, layers]],
    [(x: Tensor, v: Tensor) => ops.set(x, [[1, 0], null, [[3], [0]]], v), [cube, row]],
    [(x: Tensor, v: Tensor) => ops.set(x, tensor([0, 0]), v), [matrix, ops.mul(2, matrix)]],
    ...at((x) => ops.set(x, [], 3), matrix),
    ...at((v) => ops.set(ops.mul(v, 2), [{ stop: 1 }], ops.sum(v)), row),
    ...at((x) => ops.set(x, [{ stop: 0 }], 7), row),
  ],
  trapezoid: [
    ...at((x) => ops.trapezoid(x), row, matrix, tensor([2])),
    ...at((x) => ops.trapezoid(x, { dx: 0.2, axis: 1 }), cube),
    [(y: Tensor, x: Tensor) => ops.trapezoid(y, x), [matrix, row]],
    [(y: Tensor, x: Tensor) => ops.trapezoid(y, x, { axis: 0 }), [cube, ops.mul(2, cube)]],
  ],
};
