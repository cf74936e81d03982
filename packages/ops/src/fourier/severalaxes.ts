import { isTensor, ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, expectOptions } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe, integersOf } from "../arguments.ts";
import { axesOf } from "../axes.ts";
import { type Complex, type FftOptions, fft, ifft } from "./fft.ts";

/** Over which axes a transform is taken, and how it is scaled. */
export interface FftnOptions {
  /** The lengths of the transform along the axes: x is cut, or continued with zeros. Default: those of x. */
  readonly n?: readonly number[];
  /** Along which axes. Default the last two of `fft2`; of `fftn` as many of the last as `n` has entries, or all. */
  readonly axes?: readonly number[];
  /** As in `fft`, along each axis. Default "backward". */
  readonly norm?: FftOptions["norm"];
}

type Transform = (x: Value | Complex, options: FftOptions) => { readonly re: Tensor; readonly im: Tensor };

function overAxes(
  op: string,
  x: Value | Complex,
  options: FftnOptions,
  last: number | undefined,
  transform: Transform,
): { readonly re: Tensor; readonly im: Tensor } {
  expectOptions(op, options, ["n", "axes", "norm"]);
  const { norm } = options;
  const isComplex = typeof x === "object" && x !== null && !isTensor(x) && "re" in x;
  const [re, im] = [resolve(isComplex ? x.re : x, op), resolve(isComplex ? x.im : 0, op)];
  const shape = broadcastShapes(op, re.shape, im.shape);
  const n = options.n === undefined ? undefined : integersOf(op, "n", options.n);
  const count = n?.length ?? last ?? shape.length;
  const axes = axesOf(op, { shape }, options.axes ?? Array.from({ length: count }, (_, k) => k - count));
  if (n !== undefined && n.length !== axes.length) {
    throw new ShapeError(`${op}: n has ${n.length} lengths for the axes ${describe(axes)}; give one for each.`, op);
  }
  const lengthAlong = (k: number): FftOptions => (n === undefined ? {} : { n: n[k] });
  const given = { re, im };
  // Without any axis there is nothing to add up.
  if (axes.length === 0) return { re, im };
  return axes.reduce<{ re: Tensor; im: Tensor }>(
    (y, axis, k) => transform(y, { axis, ...lengthAlong(k), ...(norm !== undefined && { norm }) }),
    given,
  );
}

/**
 * The discrete Fourier transform along two axes, `fft` along one after the other: of images, row by row and column by column.
 *
 *     y_kl = Σᵢⱼ xᵢⱼ e^(−2πi(ik/m + jl/n))
 *
 * @param x - [..., m, n], real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that x does not have or that is named twice, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * fft2(tensor([[1, 2], [3, 4]])).re.toArray(); // => [[10, -2], [-4, 0]]
 */
export function fft2(x: Value | Complex, options: FftnOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return overAxes("fft2", x, options, 2, fft);
}

/**
 * The inverse of `fft2`.
 *
 * @param y - [..., m, n], real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that y does not have or that is named twice, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * round(ifft2(fft2(tensor([[1, 2], [3, 4]]))).re).toArray(); // => [[1, 2], [3, 4]]
 */
export function ifft2(y: Value | Complex, options: FftnOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return overAxes("ifft2", y, options, 2, ifft);
}

/**
 * The discrete Fourier transform along several axes, by default all: `fft` along one after the other.
 *
 * @param x - real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that x does not have or that is named twice, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * fftn(tensor([[[1, 2], [3, 4]]])).re.toArray(); // => [[[10, -2], [-4, 0]]]
 */
export function fftn(x: Value | Complex, options: FftnOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return overAxes("fftn", x, options, undefined, fft);
}

/**
 * The inverse of `fftn`.
 *
 * @param y - real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that y does not have or that is named twice, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * round(ifftn(fftn(tensor([[1, 2], [3, 4]]))).re).toArray(); // => [[1, 2], [3, 4]]
 */
export function ifftn(y: Value | Complex, options: FftnOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return overAxes("ifftn", y, options, undefined, ifft);
}
