import type { Tensor } from "@wengert/array";
import { add, cos, greater, mul, notEqual, square, stack, sub, sum } from "@wengert/ops";
import { type Param, param, positive } from "@wengert/params";

/** Rastrigin's function: a bowl with a regular pattern of minima, the lowest at the origin. */
export function rastrigin(p: { x: Tensor; y: Tensor }): Tensor {
  const wave = (t: Tensor): Tensor => sub(square(t), mul(10, sub(cos(mul(2 * Math.PI, t)), 1)));
  return add(wave(p.x), wave(p.y));
}

/** Fails on the right half. */
export function halfBroken(x: Tensor): Tensor {
  if (greater(sum(x), 0).item()) throw new Error("the right half is broken");
  return sum(square(add(x, 1)));
}

function idle(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A long valley, of which every evaluation takes its time. */
export function slow(p: { x: Tensor; y: Tensor }): Tensor {
  idle(20);
  return add(square(sub(1, p.x)), mul(1e6, square(sub(p.y, mul(square(p.x), p.x)))));
}

/** The first evaluation beyond the start takes for ever, or half a minute. */
export function stuck(x: Tensor): Tensor {
  if (notEqual(sum(x), 3).item()) idle(30_000);
  return sum(square(x));
}

/** A model of tags, and its loss: a bowl in one direction, two wells in the other. */
export const tagged: { readonly scale: Param<number>; readonly place: Param<number> } = {
  scale: param(1, { constraint: positive() }),
  place: param(0.3),
};
export function taggedLoss(): Tensor {
  return add(square(sub(tagged.scale, 2)), square(sub(square(tagged.place), 1)));
}

/** Residuals of the same. */
export function taggedResidual(): Tensor {
  return stack([sub(tagged.scale, 2), sub(square(tagged.place), 1)]);
}
