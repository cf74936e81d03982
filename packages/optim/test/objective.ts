import type { Tensor } from "@wengert/array";
import { add, cos, greater, mul, square, sub, sum } from "@wengert/ops";

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
