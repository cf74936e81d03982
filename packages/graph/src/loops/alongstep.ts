import type { Tensor } from "@wengert/array";
import { Forward } from "@wengert/forward/author";
import { CONSTANT, partialLeavesOf, type Seed, Tape, within, zerosLike } from "@wengert/trace";

/*
 * `jvp` and `vjp` of a step, whose tangents and cotangents go on to say which of their elements do not depend on anything: in the next
 * step such an element is 0 against ∞ too.
 */

type Tensors = readonly Tensor[];

/** The values of a function, and their tangents. */
export function pushedAlong(
  op: string,
  f: (xs: Tensors) => Tensors,
  primals: Tensors,
  tangents: readonly (Tensor | undefined)[],
): readonly [ys: Tensors, dys: Tensors] {
  const { values: xs } = partialLeavesOf(op, primals);
  const forward = new Forward();
  const duals = xs.map((x, i) => {
    const dx = tangents[i];
    return forward.dual(x, [dx && partialLeavesOf(op, dx).values[0]]);
  });
  const { values } = within(forward, () => partialLeavesOf(op, f(duals)));
  const ys = values.map((y) => forward.lower(y));
  return [ys, values.map((y, i) => forward.tangentsOf(y)[0] ?? zerosLike(ys[i]))];
}

/** @param ybars - one for each value of the function */
export function pulledBack(op: string, f: (xs: Tensors) => Tensors, primals: Tensors, ybars: Tensors): Tensors {
  const { values: xs } = partialLeavesOf(op, primals);
  const { values: bars } = partialLeavesOf(op, ybars);
  const tape = Tape.lasting();
  const { leaves, ys } = within(tape, () => {
    const leaves = xs.map((x) => tape.leaf(x));
    return { leaves, ys: partialLeavesOf(op, f(leaves)).values };
  });
  const seeds = ys.flatMap((y, i): readonly Seed[] => {
    const slot = tape.slotOf(y);
    return slot === CONSTANT ? [] : [[slot, bars[i]]];
  });
  const found = tape.pullBack(seeds);
  const xbars = leaves.map((leaf, i) => tape.lower(found.take(tape.slotOf(leaf)) ?? zerosLike(xs[i])));
  tape.releaseNumbers();
  return xbars;
}
