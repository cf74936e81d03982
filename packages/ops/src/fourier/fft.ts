import { ArgumentError, isTensor, ShapeError, type Tensor, zeros } from "@wengert/array";
import { broadcastShapes, expectOptions, fromData, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { axisOf, lengthOf } from "../axes.ts";
import { div, mul } from "../elementwise/arithmetic.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { concat } from "../shape/concat.ts";
import { moveAxis } from "../shape/moveaxes.ts";
import { complexTransform, halfOf, halfSum, type Parts, realTransform } from "./transforms.ts";

/** A complex tensor by its real and imaginary parts, as `eig` returns it. */
export interface Complex {
  readonly re: Value;
  readonly im: Value;
}

/** Of what a transform is taken, and how it is scaled. */
export interface FftOptions {
  /** The length of the transform: x is cut, or continued with zeros. Default: the length of x; for irfft 2(m − 1). */
  readonly n?: number;
  /** Along which axis. Default the last. */
  readonly axis?: number;
  /** Whether the inverse is divided by n ("backward"), the forward transform is ("forward"), or both by √n ("ortho"). Default "backward". */
  readonly norm?: "backward" | "forward" | "ortho";
}

/** A transform along the last axis, of parts that have the right length. */
function alongAxis(
  op: string,
  xs: readonly Tensor[],
  options: FftOptions,
  lengths: (given: number) => { readonly n: number; readonly held: number },
  inverse: boolean,
  transform: (xs: readonly Tensor[], n: number) => readonly Tensor[],
): readonly Tensor[] {
  expectOptions(op, options, ["n", "axis", "norm"]);
  const { axis = -1, norm = "backward" } = options;
  const along = axisOf(op, xs[0], axis);
  const { n, held } = lengths(lengthOf(xs[0], along));
  if (!Number.isInteger(n) || n < 1) {
    const what = options.n === undefined ? `axis ${describe(axis)} of the shape ${showShape(xs[0].shape)}` : "n";
    throw new ShapeError(
      `${op}: the length of a transform must be a positive integer; ${what} asks for ${describe(n)}.`,
      op,
    );
  }
  const ys = transform(
    xs.map((x) => fitted(moveAxis(x, along, -1), held)),
    n,
  );
  const scale = scaleOf(op, norm, inverse, n);
  return ys.map((y) => moveAxis(scale === 1 ? y : div(y, scale), -1, along));
}

/** The last axis cut, or continued with zeros. */
function fitted(x: Tensor, length: number): Tensor {
  const own = lengthOf(x, -1);
  if (own >= length) return sliceAxis(x, -1, 0, length);
  return concat([x, zeros([...x.shape.slice(0, -1), length - own])], -1);
}

/** What the sum is divided by. */
function scaleOf(op: string, norm: unknown, inverse: boolean, n: number): number {
  if (norm === "ortho") return Math.sqrt(n);
  if (norm === "backward" || norm === "forward") return (norm === "backward") === inverse ? n : 1;
  throw new ArgumentError(`${op}: norm must be "backward", "forward" or "ortho", not ${describe(norm)}.`, op);
}

function partsOf(op: string, x: Value | Complex): readonly [Tensor, Tensor] {
  if (typeof x === "object" && x !== null && !isTensor(x) && "re" in x && "im" in x) {
    const [re, im] = [resolve(x.re, op), resolve(x.im, op)];
    const shape = broadcastShapes(op, re.shape, im.shape);
    return [expandTo(re, shape), expandTo(im, shape)];
  }
  const re = resolve(x as Value, op);
  return [re, zeros(re.shape)];
}

function complex(op: string, x: Value | Complex, options: FftOptions, inverse: boolean): Parts {
  const lengths = (given: number) => ({ n: options.n ?? given, held: options.n ?? given });
  const [re, im] = alongAxis(op, partsOf(op, x), options, lengths, inverse, ([re, im]) => {
    const y = complexTransform(re, im, { sign: inverse ? 1 : -1 });
    return [y.re, y.im];
  });
  return { re, im };
}

/**
 * The discrete Fourier transform along an axis, of any length, in O(n log n):
 *
 *     y_k = Σⱼ xⱼ e^(−2πijk/n)
 *
 * Linear, with exact derivatives. Within 1e-15 log n of the largest element.
 *
 * @param x - real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that x does not have, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * const { re, im } = fft(tensor([1, 0, -1, 0]));
 * re.toArray(); // => [0, 2, 0, 2]
 */
export function fft(x: Value | Complex, options: FftOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return complex("fft", x, options, false);
}

/**
 * The inverse of `fft`, xⱼ = Σ_k y_k e^(2πijk/n)/n.
 *
 * @param y - real, or complex as `{re, im}`
 * @returns `{re, im}`
 * @throws {ShapeError} for an axis that y does not have, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * round(ifft(fft(tensor([1, 2, 3]))).re).toArray(); // => [1, 2, 3]
 */
export function ifft(y: Value | Complex, options: FftOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  return complex("ifft", y, options, true);
}

/**
 * The first half of the Fourier transform of real numbers, k ≤ n/2, which tells the other: it is its conjugate in reverse. In half the
 * time of `fft`.
 *
 * @returns `{re, im}`, with ⌊n/2⌋ + 1 elements along the axis
 * @throws {ShapeError} for an axis that x does not have, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * rfft(tensor([1, 0, -1, 0])).re.toArray(); // => [0, 2, 0]
 */
export function rfft(x: Value, options: FftOptions = {}): { readonly re: Tensor; readonly im: Tensor } {
  const lengths = (given: number) => ({ n: options.n ?? given, held: options.n ?? given });
  const [re, im] = alongAxis("rfft", [resolve(x, "rfft")], options, lengths, false, ([x]) => {
    const y = realTransform(x);
    return [y.re, y.im];
  });
  return { re, im };
}

/**
 * The inverse of `rfft`: n real numbers from the first half of their transform. Imaginary parts of the first element, and of the last
 * for even n, do not count.
 *
 * @param y - `{re, im}` with ⌊n/2⌋ + 1 elements along the axis
 * @param options - `n` tells whether n is even, which it is by default
 * @throws {ShapeError} for an axis that y does not have, or a length of 0
 * @throws {ArgumentError} for an unknown norm
 * @example
 * round(irfft(rfft(tensor([1, 2, 3])), { n: 3 })).toArray(); // => [1, 2, 3]
 */
export function irfft(y: Value | Complex, options: FftOptions = {}): Tensor {
  const lengths = (given: number): { n: number; held: number } => {
    const n = options.n ?? 2 * (given - 1);
    return { n, held: halfOf(n) };
  };
  const [x] = alongAxis("irfft", partsOf("irfft", y), options, lengths, true, ([re, im], n) => {
    // Each element stands for its conjugate too, but those that are their own.
    const twice = Float64Array.from({ length: halfOf(n) }, (_, k) => (k === 0 || 2 * k === n ? 1 : 2));
    const counts = fromData(twice, [twice.length]);
    return [halfSum(mul(counts, re), mul(counts, im), { n })];
  });
  return x;
}
