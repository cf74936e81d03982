import type { Tensor } from "@wengert/array";
import { fromData, scalar } from "@wengert/array/author";
import { Replay, within } from "@wengert/trace";
import { Forward } from "./dual.ts";

/** How many directions are followed together by default: more share the primal's work, and hold more memory. */
export const DEFAULT_CHUNK = 8;

/**
 * The derivative of a function's outputs by single elements of its inputs, several at a time.
 *
 * @param xs - the inputs
 * @param wanted - which of them to differentiate by
 * @param run - the function: gets the inputs as duals, returns the leaves of its output
 * @param use - called for each input and element, with the tangents of the outputs and the outputs one level down
 */
export function eachColumn(
  xs: readonly Tensor[],
  wanted: readonly boolean[],
  chunk: number,
  run: (xs: readonly Tensor[]) => readonly Tensor[],
  use: (input: number, element: number, dys: readonly (Tensor | undefined)[], ys: readonly Tensor[]) => void,
): void {
  const elements = xs.flatMap((x, input) =>
    wanted[input] ? Array.from({ length: x.size }, (_, element) => ({ input, element })) : [],
  );
  const replay = new Replay();
  for (let start = 0; start < elements.length; start += chunk) {
    const directions = elements.slice(start, start + chunk);
    const forward = new Forward(directions.length);
    const duals = (): Tensor[] =>
      xs.map((x, i) =>
        forward.dual(
          x,
          directions.map(({ input, element }) => (input === i ? basis(x, element) : undefined)),
        ),
      );
    const outputs = replay.run(forward, () => within(forward, () => run(duals())));
    const ys = outputs.map((y) => forward.lower(y));
    const tangents = outputs.map((y) => forward.tangentsOf(y));
    for (const [d, { input, element }] of directions.entries()) {
      use(
        input,
        element,
        tangents.map((tangent) => tangent[d]),
        ys,
      );
    }
  }
}

/** The tangent that moves one element by 1. */
export function basis(x: Tensor, element: number): Tensor {
  if (x.ndim === 0) return scalar(1);
  const data = new Float64Array(x.size);
  data[element] = 1;
  return fromData(data, x.shape);
}
