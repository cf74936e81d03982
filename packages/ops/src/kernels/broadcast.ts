import type { Tensor } from "@wengert/array";
import {
  allocate,
  broadcastShapes,
  copied,
  type Deferral,
  deferralOf,
  deferred,
  elementsOf,
  fromData,
  sameShape,
  scalar,
  sizeOf,
} from "@wengert/array/author";
import { type BinaryLoop, each1, each2, type UnaryLoop } from "./loops.ts";
import { byRows } from "./rows.ts";
import { copyStrided, stridesOf } from "./strided.ts";

/** y = f(x), element by element, of a plain Tensor. */
export function map1(f: (x: number) => number, x: Tensor, loop: UnaryLoop = each1): Tensor {
  if (x.ndim === 0) return scalar(f(x.item()));
  const data = elementsOf(x);
  const out = allocate(data.length);
  loop(data, out, f);
  return fromData(out, x.shape);
}

/** z = f(x, y), element by element, of two plain Tensors that broadcast. */
export function map2(
  name: string,
  f: (x: number, y: number) => number,
  x: Tensor,
  y: Tensor,
  loop: BinaryLoop = each2,
): Tensor {
  if (x.ndim === 0 && y.ndim === 0) return scalar(f(x.item(), y.item()));
  const shape = sharedShape(name, x, y);
  let a = loop.byLength === true ? x : unrepeated(x);
  let b = loop.byLength === true ? y : unrepeated(y);
  if (a !== x || b !== y) {
    if (a.size === 1 && b.size === 1) return expand(map2(name, f, alone(a), alone(b), loop), shape);
    // Of a row a loop repeats one of the two, not both.
    if (lastLength(a.shape) === 1 && lastLength(b.shape) === 1 && lastLength(shape) > 1) {
      if (lastLength(x.shape) > 1) a = x;
      else b = y;
    }
  }
  const out = allocate(sizeOf(shape));
  if (out.length === 0) return fromData(out, shape);
  const aligned = (a.size === out.length || a.size === 1) && (b.size === out.length || b.size === 1);
  if (aligned) loop(elementsOf(a), elementsOf(b), out, f);
  else byRows([a, b], shape, out, (pieces, c) => loop(pieces[0], pieces[1], c, f));
  return fromData(out, shape);
}

/** The only element of a plain Tensor, without axes. */
function alone(x: Tensor): Tensor {
  return x.ndim === 0 ? x : scalar(x.item());
}

function lastLength(shape: readonly number[]): number {
  return shape.length === 0 ? 1 : shape[shape.length - 1];
}

function sharedShape(name: string, x: Tensor, y: Tensor): readonly number[] {
  if (y.ndim === 0) return x.shape;
  return x.ndim === 0 ? y.shape : sameShape(x.shape, y.shape) ? x.shape : broadcastShapes(name, x.shape, y.shape);
}

/** Less than this is made at once, and what is not at least so many times as long: that costs no more than to note it. */
const LEAST = 512;
const TIMES = 8;

/** A tensor repeated along the axes where a shape is longer, which is not made until somebody reads it. */
class Repetition implements Deferral {
  readonly source: Tensor;
  readonly shape: readonly number[];

  /** @param source - in memory of its own, which nobody uses again */
  constructor(source: Tensor, shape: readonly number[]) {
    this.source = source;
    this.shape = shape;
  }

  compute(): Float64Array {
    return repeated(this.source, this.shape);
  }
}

/** What a plain Tensor repeats, for operations that do so themselves; else the Tensor. */
export function unrepeated(x: Tensor): Tensor {
  if (x.size < LEAST) return x;
  const deferral = deferralOf(x);
  return deferral instanceof Repetition ? deferral.source : x;
}

/**
 * The elements of a plain Tensor in an array that may be changed. What is repeated is written there at once.
 *
 * @example
 * import { broadcastTo } from "@wengert/ops";
 * import { ownElements } from "@wengert/ops/author";
 *
 * const own = ownElements(broadcastTo(7, [3]));
 * own[0] = 1;
 * Array.from(own); // => [1, 7, 7]
 */
export function ownElements(x: Tensor): Float64Array {
  const deferral = deferralOf(x);
  return deferral instanceof Repetition ? deferral.compute() : copied(elementsOf(x));
}

/** A plain Tensor repeated along the axes where `shape` is longer. */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const size = sizeOf(shape);
  const source = unrepeated(x);
  if (size < LEAST || size < TIMES * source.size) return fromData(repeated(x, shape), shape);
  if (source !== x) return deferred(new Repetition(source, shape), shape);
  const own = x.ndim === 0 ? scalar(x.item()) : fromData(elementsOf(x).slice(), x.shape);
  return deferred(new Repetition(own, shape), shape);
}

/** For few elements a loop is quicker. */
const FEW = 64;

function repeated(x: Tensor, shape: readonly number[]): Float64Array {
  const out = allocate(sizeOf(shape));
  if (x.size === 1) {
    const value = x.item();
    if (out.length > FEW) return out.fill(value);
    for (let i = 0; i < out.length; i++) out[i] = value;
    return out;
  }
  const lead = shape.length - x.ndim;
  const own = stridesOf(x.shape);
  const strides = shape.map((_, axis) => (axis < lead || x.shape[axis - lead] === 1 ? 0 : own[axis - lead]));
  copyStrided(shape, { data: elementsOf(x), start: 0, strides }, { data: out, start: 0, strides: stridesOf(shape) });
  return out;
}
