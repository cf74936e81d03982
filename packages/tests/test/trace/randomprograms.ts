/* Programs of random operations on small tensors, the same for the same seed. */
import { type Tensor, tensor } from "@wengert/array";
import type { Value } from "@wengert/core";
import * as ops from "@wengert/core";

/** A small generator of its own, so that a seed always gives the same program. */
export function numbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 7), 61 | state);
    t ^= t + Math.imul(t ^ (t >>> 14), 5 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const unary: readonly ((x: Value) => Tensor)[] = [
  ops.sin,
  ops.exp,
  ops.tanh,
  ops.neg,
  ops.square,
  ops.abs,
  ops.sigmoid,
  ops.softplus,
  ops.relu,
  ops.log,
  ops.sqrt,
  ops.reciprocal,
  ops.floor,
  ops.stopGradient,
  (x) => ops.sum(x),
  (x) => ops.pow(x, 2),
  (x) => ops.clip(x, -0.5, 0.8),
  (x) => ops.where(ops.greater(x, 0), ops.log(x), ops.mul(x, 0.5)),
  (x) => ops.cumsum(x as Tensor, 0),
  (x) => ops.reshape(x, [-1]),
  (x) => ops.mean(x as Tensor),
  (x) => ops.concat([x, x], 0),
  (x) => ops.flip(x as Tensor),
  (x) => ops.take(x, 0),
  (x) => ops.sort(x),
  (x) => ops.softmax(x),
];

const binary: readonly ((x: Value, y: Value) => Tensor)[] = [
  ops.add,
  ops.sub,
  ops.mul,
  ops.div,
  ops.maximum,
  ops.minimum,
  ops.atan2,
  ops.hypot,
  ops.less,
  (x, y) => ops.where(ops.lessEqual(x, y), x, y),
];

/** A program as the choices that it is made of: run again, it is the same. */
export function program(seed: number): (inputs: readonly Value[]) => Tensor {
  return (inputs) => {
    const random = numbers(seed);
    const values: Value[] = [...inputs, 2, tensor([0.5, -1])];
    const steps = 2 + Math.floor(random() * 14);
    const pick = (): Value => values[Math.floor(random() ** 0.7 * values.length)];
    for (let k = 0; k < steps; k++) {
      const one = random() < 0.5;
      const f = Math.floor(random() * (one ? unary.length : binary.length));
      const [x, y] = [pick(), pick()];
      try {
        values.push(one ? unary[f](x) : binary[f](x, y));
      } catch (error) {
        // Shapes that do not fit: another step.
        if (!["ShapeError", "ArgumentError"].includes((error as Error).name)) throw error;
      }
    }
    return ops.add(ops.sum(values[values.length - 1]), ops.mul(0.1, ops.sum(ops.mul(inputs[0], inputs[1]))));
  };
}

const shapes: readonly (readonly number[])[] = [
  [],
  [1],
  [2],
  [0],
  [3, 2],
  [1, 2],
  [20],
  [5, 1],
  [66],
  [9, 8],
  [257],
  [33, 9],
];

export function inputsOf(seed: number): (k: number) => readonly Tensor[] {
  const random = numbers(seed + 0.5);
  const [a, b] = [shapes[Math.floor(random() * shapes.length)], shapes[Math.floor(random() * 3)]];
  return (k) =>
    [a, b].map((shape, i) => {
      const size = shape.reduce((n, length) => n * length, 1);
      return tensor(
        Float64Array.from({ length: size }, (_, j) => [0, -0, 1, Math.sin(7 * j + k + i), 1.3 * k][(j + k) % 5]),
        shape,
      );
    });
}
