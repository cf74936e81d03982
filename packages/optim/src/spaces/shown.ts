import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { concat, reshape } from "@wengert/ops";
import { type Leaf, sizeOf } from "../trees/leaf.ts";
import { elementNames } from "./elementnames.ts";
import { type Param, type ParamSet, paramResiduals } from "./paramspace.ts";
import type { Layout } from "./space.ts";
import type { Vector } from "./vector.ts";

/** How the variables of a fit are shown: the values of the parameters, within their constraints. */
export interface Shown {
  /** The path of each value, with its place in a Tensor. */
  readonly names: readonly string[];
  /** The values, for the variables. */
  readonly values: (x: Vector) => Vector;
  /** The gradients of the values by the variables. */
  readonly rows: (x: Vector) => readonly Vector[];
  /** Numbers that belong to the values, in the form of the parameters. */
  readonly form: (numbers: Vector) => unknown;
}

/** Numbers that belong to the values of tagged parameters, as `standardErrors` of a fit by tags. */
export class ParamValues {
  readonly #params: ParamSet;
  readonly #parts: readonly Leaf[];

  /** @param parts - one for each parameter of the set, in its order */
  constructor(params: ParamSet, parts: readonly Leaf[]) {
    this.#params = params;
    this.#parts = parts;
  }

  /**
   * The number of a parameter, or the Tensor in the shape of its value.
   *
   * @throws {ArgumentError} for a parameter that is not in the set
   */
  get<T extends number | Tensor>(param: Param<T>): T extends number ? number : Tensor {
    const i = this.#params.indexOf(param);
    if (i >= 0) return this.#parts[i] as never;
    throw new ArgumentError(
      `get: this parameter is not among those that were fitted: ${this.#params.paths.join(", ")}.`,
      "get",
    );
  }

  /** Path, parameter and number or Tensor of each. */
  *entries(): IterableIterator<[path: string, param: Param, value: number | Tensor]> {
    for (const [i, param] of this.#params.params.entries()) yield [this.#params.paths[i], param, this.#parts[i]];
  }
}

/** A tree, whose variables are its values. */
export function shownTree({ names, size, gradient }: Layout<unknown, unknown>): Shown {
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = 1;
    return row;
  });
  return { names: names().map(named), values: (x) => x, rows: () => rows, form: gradient };
}

/** Tagged parameters, whose values may have a constraint. */
export function shownParams(params: ParamSet): Shown {
  const leaves = params.params.map(({ value }) => value);
  const all = (): Tensor =>
    concat(
      params.params.map((param, i) => reshape(param, [sizeOf(leaves[i])])),
      0,
    );
  const space = paramResiduals(all, params);
  return {
    names: elementNames(leaves, params.paths).map(named),
    values: (x) => space.residual(x),
    rows: (x) => {
      const columns = space.jacobian(x);
      const count = columns.length / x.length;
      return Array.from({ length: count }, (_, i) => x.map((_, j) => columns[j * count + i]));
    },
    form: (numbers) => {
      let end = 0;
      const parts = leaves.map((leaf): Leaf => {
        const begin = end;
        end += sizeOf(leaf);
        return isTensor(leaf) ? fromData(numbers.slice(begin, end), leaf.shape) : numbers[begin];
      });
      return new ParamValues(params, parts);
    },
  };
}

/** A single parameter has no path. */
function named(path: string): string {
  return path === "" ? "parameter" : path;
}
