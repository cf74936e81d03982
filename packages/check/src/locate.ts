import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { zerosLike } from "@wengert/rule";
import { RuleCheckError } from "./errors.ts";

/** Larger arguments are not searched element by element. */
const MOST = 100;

/**
 * Runs a check along `dxs`; where it fails, says in which argument and at which element of it the derivative is wrong.
 *
 * @param dxs - a direction for each argument
 * @param symmetric - which arguments move as symmetric matrices only, so not by single elements
 * @param check - throws a `RuleCheckError` where the derivative along a direction is wrong
 * @throws {RuleCheckError} that of the check, with the place
 */
export function located(
  dxs: readonly Tensor[],
  symmetric: readonly boolean[],
  check: (dxs: readonly Tensor[]) => void,
): void {
  try {
    check(dxs);
  } catch (error) {
    if (!(error instanceof RuleCheckError)) throw error;
    const place = dxs.map((_, i) => placeIn(i, dxs, symmetric[i], check)).find(Boolean);
    throw place === undefined ? error : new RuleCheckError(`${error.message} ${place}`, error.op);
  }
}

/** Where the derivative in one argument is wrong, if it is: the other arguments do not move. */
function placeIn(
  argument: number,
  dxs: readonly Tensor[],
  symmetric: boolean,
  check: (dxs: readonly Tensor[]) => void,
): string | undefined {
  const along = (dx: Tensor) => messageOf(() => check(dxs.map((other, k) => (k === argument ? dx : zerosLike(other)))));
  const dx = dxs[argument];
  if (along(dx) === undefined) return undefined;
  const which = `What is wrong is the derivative in argument ${argument + 1}`;
  if (symmetric || dx.size > MOST) return `${which}.`;
  for (let k = 0; k < dx.size; k++) {
    const single = fromData(
      dx.data.map((value, i) => (i === k ? value : 0)),
      dx.shape,
    );
    if (along(single) !== undefined) return dx.size === 1 ? `${which}.` : `${which}, first at its element ${k}.`;
  }
  return `${which}.`;
}

function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RuleCheckError) return error.message;
    throw error;
  }
}
