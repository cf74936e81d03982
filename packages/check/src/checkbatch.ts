import type { Tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { stack, take } from "@wengert/ops";
import { expectClose } from "./compare.ts";
import type { TensorsFunction } from "./finitedifference.ts";
import { type Mode, scaled } from "./firstorder.ts";
import { directionsLike, pulled, pushed, type Subject } from "./modes.ts";

/**
 * Many calls at once against one after the other: stacks of arguments, and `vmap`.
 *
 * @param mode - of the derivatives that are compared; undefined for none
 */
export function checkBatch({ op, f, xs }: Subject, mode: Mode | undefined): void {
  const other = scaled(xs, 1.125);
  const stacks = xs.map((x, i) => stack([x, other[i]]));
  const wanted = stacked([f(xs), f(other)]);
  expectClose(op, "a stack of arguments", f(stacks), wanted, 1e-13);
  expectClose(op, "vmap over all arguments", mapped(f)(...stacks), wanted, 1e-13);
  for (const k of xs.keys()) {
    const one = (g: TensorsFunction): TensorsFunction => {
      const along = (at: readonly Tensor[]) => mapped(([z]) => g(at.with(k, z)));
      return (at) => along(at)(at[k]);
    };
    const each = (g: TensorsFunction): TensorsFunction => {
      return (at) => stacked([0, 1].map((i) => g(at.with(k, take(at[k], i, 0)))));
    };
    const compare = (what: string, by: (of: (g: TensorsFunction) => TensorsFunction) => TensorsFunction): void => {
      const point = xs.with(k, stacks[k]);
      expectClose(op, `${what}vmap over argument ${k + 1}`, by(one)(point), by(each)(point), 1e-13);
    };
    compare("", (of) => of(f));
    if (mode === undefined) continue;
    compare("a derivative inside ", (of) => of(derivativeOf(f, mode)));
    compare("a derivative outside ", (of) => derivativeOf(of(f), mode));
  }
}

function mapped(f: TensorsFunction): (...xs: readonly Tensor[]) => readonly Tensor[] {
  return vmap((...zs: readonly Tensor[]) => [...f(zs)]);
}

/** Lists of values, one for each example, as values with an axis more. */
function stacked(lists: readonly (readonly Tensor[])[]): readonly Tensor[] {
  return lists[0].map((_, o) => stack(lists.map((ys) => ys[o])));
}

/** The derivatives of all arguments together, in one of the modes that there are. */
function derivativeOf(f: TensorsFunction, mode: Mode): TensorsFunction {
  if (mode === "forward") return (at) => pushed(f, at, directionsLike(at, 3))[1];
  return (at) => pulled(f, at, directionsLike(f(at), 4))[1];
}
