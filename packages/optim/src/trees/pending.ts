import { isTensor, type Tensor } from "@wengert/array";
import {
  allocate,
  type Deferral,
  deferralOf,
  deferred,
  fromData,
  sameShape,
  withoutAllocator,
} from "@wengert/array/author";
import { add, mul } from "@wengert/ops";
import { type Equation, evaluate, same } from "./equation.ts";
import { elementsOf } from "./fused.ts";
import type { Leaf } from "./leaf.ts";

/*
 * Updates that nobody has read yet. The parts of a chain state one equation each; as passes over memory of their own they would
 * cost several times what an optimizer written by hand does. So a part returns a Tensor that is not computed yet and knows what it
 * will be. The next part adds its own equation, and `applyUpdates` computes the sum with the parameters in one pass. Who reads
 * the updates in between gets them computed, with the same roundings.
 */

/** The direction of an optimizer, which is not computed yet. */
export interface Direction {
  /** Writes what the equation makes of it, plus `onto` where that is given, to `out`. */
  write(out: Float64Array, equation: Equation, onto: Float64Array | undefined): void;
}

/** What updates are made of: numbers that are there, or a direction; and what is done to it. */
interface Updates {
  readonly source: Float64Array | Direction;
  readonly equation: Equation;
}

/** Updates of one leaf that are not computed yet. */
class Pending implements Updates, Deferral {
  readonly source: Float64Array | Direction;
  readonly equation: Equation;
  readonly size: number;

  constructor(source: Float64Array | Direction, equation: Equation, size: number) {
    this.source = source;
    this.equation = equation;
    this.size = size;
  }

  /** The updates, plus `onto`. */
  compute(onto?: Float64Array): Float64Array {
    const out = allocate(this.size);
    const { source, equation } = this;
    if (ArrayBuffer.isView(source)) evaluate(out, source, equation, onto, 0, this.size);
    else source.write(out, equation, onto);
    return out;
  }
}

function leafOf(source: Updates["source"], equation: Equation, shape: readonly number[], size: number): Tensor {
  return deferred(new Pending(source, equation, size), shape);
}

/** The updates that a Tensor will be, undefined where they are computed. */
function pendingOf(leaf: Leaf): Pending | undefined {
  const found = isTensor(leaf) ? deferralOf(leaf) : undefined;
  return found instanceof Pending ? found : undefined;
}

/** A leaf that will be a direction. */
export function directed(direction: Direction, like: Tensor): Tensor {
  return leafOf(direction, same, like.shape, like.size);
}

/** The updates that a leaf will be or is; undefined for numbers, traced values and all else that operations see. */
function updatesOf(leaf: Leaf): Updates | undefined {
  const found = pendingOf(leaf);
  if (found !== undefined) return found;
  const elements = elementsOf([leaf]);
  return elements && { source: elements[0], equation: same };
}

/** The same from numbers that are there: a direction is computed first. */
export function givenUpdates(leaf: Leaf): { readonly x: Float64Array; readonly equation: Equation } | undefined {
  const { source, equation } = updatesOf(leaf) ?? {};
  if (source === undefined || equation === undefined) return undefined;
  return ArrayBuffer.isView(source) ? { x: source, equation } : { x: (leaf as Tensor).data, equation: same };
}

/** c·u */
export function scaled(c: number, u: Leaf): Leaf {
  const { source, equation } = updatesOf(u) ?? {};
  if (source === undefined || equation === undefined || equation.rate !== 1) return mul(c, u);
  const { shape, size } = u as Tensor;
  const isFirst = equation.factor === 1 && equation.p === undefined;
  return leafOf(source, isFirst ? { ...equation, factor: c } : { ...equation, rate: c }, shape, size);
}

/** u + λp */
export function decayed(u: Leaf, lambda: number, p: Leaf): Leaf {
  const { source, equation } = updatesOf(u) ?? {};
  const elements = elementsOf([p]);
  if (source === undefined || equation?.p !== undefined || equation?.rate !== 1) return add(u, mul(lambda, p));
  const { shape, size } = u as Tensor;
  if (elements === undefined || !sameShape(shape, (p as Tensor).shape)) return add(u, mul(lambda, p));
  return leafOf(source, { ...equation, lambda, p: elements[0] }, shape, size);
}

/** p + u */
export function applied(p: Leaf, u: Leaf): Leaf {
  const found = pendingOf(u);
  const elements = elementsOf([p]);
  if (found === undefined || elements === undefined || !sameShape((p as Tensor).shape, (u as Tensor).shape))
    return add(p, u);
  // What else a direction computes on the way, such as moments, stays longer than the sum.
  const sum = withoutAllocator(() => found.compute(elements[0]));
  return fromData(sum, (p as Tensor).shape);
}
