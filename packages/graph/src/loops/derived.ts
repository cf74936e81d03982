import type { Tensor } from "@wengert/array";
import { add } from "@wengert/ops";
import { zerosLike } from "@wengert/rule";
import { pulledBack, pushedAlong } from "./alongstep.ts";
import type { Cell, Step } from "./cell.ts";
import { type Extent, type Parts, parted, placesOf, replaced } from "./parts.ts";

/** A loop that computes a derivative of another one, and how to read that off. */
export interface Derived<Result> {
  readonly step: (carry: never, entry: never) => readonly [carry: unknown, y: unknown];
  readonly init: unknown;
  readonly xs: unknown;
  readonly extent: Extent;
  readonly read: (carry: never, ys: never) => readonly Result[];
}

type Tensors = readonly Tensor[];

/** The same step, which gives out the carry that it begins with, too. */
export function withCarry(step: Step): Step {
  return (carry, entry) => {
    const [next, y] = step(carry, entry);
    return [next, [y, carry]];
  };
}

/**
 * The loop whose carry is that of the first one and its tangent.
 *
 *     (c, dc) ← (f(c, x), ∂f/∂c·dc + ∂f/∂x·dx + ∂f/∂k·dk)     k: what the step closes over
 */
export function pushed(cell: Cell, x: Parts<Tensor>, dx: Parts<Tensor | undefined>, extent: Extent): Derived<Tensor> {
  const moving = placesOf(dx.inputs);
  interface State {
    readonly c: Tensors;
    readonly dc: Tensors;
  }
  const step = ({ c, dc }: State, entry: { readonly x: Tensors; readonly dx: Tensors }): readonly [State, Tensors] => {
    const along = replaced<Tensor | undefined>(
      entry.x.map(() => undefined),
      moving,
      entry.dx,
    );
    const [ys, dys] = pushedAlong(
      cell.op,
      (xs) => {
        const own = parted(xs, x.outside.length, c.length);
        const { carry, ys } = cell.run(own.outside, own.carry, own.inputs);
        return [...carry, ...ys];
      },
      [...x.outside, ...c, ...entry.x],
      [...dx.outside, ...dc, ...along],
    );
    const count = c.length;
    return [{ c: ys.slice(0, count), dc: dys.slice(0, count) }, dys.slice(count)];
  };
  return {
    step,
    init: { c: x.carry, dc: x.carry.map((c, i) => dx.carry[i] ?? zerosLike(c)) },
    xs: { x: x.inputs, dx: moving.map((i) => dx.inputs[i]) },
    extent,
    read: ({ dc }: State, dys: Tensors) => [...dc, ...dys],
  };
}

/** What a pullback is given. */
export interface Given {
  /** The cotangents of the last carry. */
  readonly carry: readonly (Tensor | undefined)[];
  /** The cotangents of the outputs. */
  readonly ys: readonly (Tensor | undefined)[];
  /** The carries that the steps began with, stacked. */
  readonly carries: Tensors;
}

/**
 * The loop in the other order, whose carry is the cotangent of the carry, and of what the step closes over.
 *
 *     c̄ ← c̄·∂f/∂c + ȳ·∂g/∂c     x̄ = c̄·∂f/∂x + ȳ·∂g/∂x     k̄ ← k̄ + c̄·∂f/∂k + ȳ·∂g/∂k
 */
export function pulled(
  cell: Cell,
  x: Parts<Tensor>,
  given: Given,
  wanted: Parts<boolean>,
  { length, reverse }: Extent,
): Derived<Tensor | null> {
  const closed = placesOf(wanted.outside);
  const moving = placesOf(wanted.inputs);
  const present = placesOf(given.ys);
  interface State {
    readonly cbar: Tensors;
    readonly kbar: Tensors;
  }
  interface Entry {
    readonly c: Tensors;
    readonly x: Tensors;
    readonly ybar: Tensors;
  }
  const step = ({ cbar, kbar }: State, entry: Entry): readonly [State, Tensors] => {
    const primals = [...closed.map((i) => x.outside[i]), ...entry.c, ...moving.map((i) => entry.x[i])];
    const bars = pulledBack(
      cell.op,
      (xs) => {
        const { outside, carry, inputs } = parted(xs, closed.length, entry.c.length);
        const { carry: next, ys } = cell.run(
          replaced(x.outside, closed, outside),
          carry,
          replaced(entry.x, moving, inputs),
        );
        return [...next, ...present.map((i) => ys[i])];
      },
      primals,
      [...cbar, ...entry.ybar],
    );
    const { outside: obar, carry: back, inputs: xbar } = parted(bars, closed.length, entry.c.length);
    return [{ cbar: back, kbar: kbar.map((bar, i) => add(bar, obar[i])) }, xbar];
  };
  return {
    step,
    init: {
      cbar: x.carry.map((c, i) => given.carry[i] ?? zerosLike(c)),
      kbar: closed.map((i) => zerosLike(x.outside[i])),
    },
    xs: { c: given.carries, x: x.inputs, ybar: present.map((i) => given.ys[i]) },
    extent: { length, reverse: !reverse },
    read: ({ cbar, kbar }: State, xbar: Tensors) => [
      ...replaced<Tensor | null>(
        x.outside.map(() => null),
        closed,
        kbar,
      ),
      ...cbar,
      ...replaced<Tensor | null>(
        x.inputs.map(() => null),
        moving,
        xbar,
      ),
    ],
  };
}
