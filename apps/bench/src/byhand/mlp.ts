import { times, timesTransposed, transposedTimes } from "./dense.ts";

/** A layer of a network: y = tanh(x·W + b), the last one without tanh. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs] */
  readonly w: Float64Array;
  /** [outputs] */
  readonly b: Float64Array;
}

/**
 * One step of gradient descent on the mean squared error.
 *
 * @param x - [n, inputs of the first layer]
 * @param y - [n, outputs of the last layer]
 * @returns the new weights and biases, layer after layer
 */
export function step(
  layers: readonly Layer[],
  x: Float64Array,
  y: Float64Array,
  n: number,
  rate: number,
): Float64Array[] {
  const values = [x];
  for (const [k, layer] of layers.entries()) values.push(forward(layer, values[k], n, k === layers.length - 1));
  const last = values[layers.length];
  let bar: Float64Array = last.map((value, i) => (2 * (value - y[i])) / last.length);
  const moved: Float64Array[] = [];
  for (let k = layers.length - 1; k >= 0; k--) {
    const { inputs, outputs, w, b } = layers[k];
    const wbar = transposedTimes(inputs, outputs, n, values[k], bar);
    const bbar = new Float64Array(outputs);
    for (let i = 0; i < n; i++) for (let j = 0; j < outputs; j++) bbar[j] += bar[i * outputs + j];
    moved.unshift(
      w.map((value, i) => value - rate * wbar[i]),
      b.map((value, i) => value - rate * bbar[i]),
    );
    if (k === 0) break;
    bar = timesTransposed(n, inputs, outputs, bar, w);
    for (let i = 0; i < bar.length; i++) bar[i] *= 1 - values[k][i] ** 2;
  }
  return moved;
}

function forward({ inputs, outputs, w, b }: Layer, x: Float64Array, n: number, last: boolean): Float64Array {
  const z = times(n, outputs, inputs, x, w);
  for (let i = 0; i < z.length; i++) {
    const value = z[i] + b[i % outputs];
    z[i] = last ? value : Math.tanh(value);
  }
  return z;
}
