import { isTensor, type Tensor } from "@wengert/array";
import type { Outputs } from "@wengert/rule";
import {
  attributed,
  below,
  bindBelow,
  callSite,
  Interpreter,
  isAbsent,
  isTraced,
  type Rule,
  refuseNaNDerivative,
  returnedTangent,
  rowsOf,
  Traced,
  tangentsOf,
} from "@wengert/trace";
import { transposePullback } from "./transpose.ts";

/** The tangents of a dual, one per direction; undefined where it is zero. */
export type Directions = readonly (Tensor | undefined)[];

/**
 * Forward mode: computes tangents along with values. A dual carries one tangent for each of several directions, which
 * share its primal.
 */
export class Forward extends Interpreter {
  override readonly differentiates: boolean = true;
  readonly #directions: number;

  constructor(directions: number = 1) {
    super();
    this.#directions = directions;
  }

  /** A value with its tangents; the value itself where it has none in any direction. */
  dual(x: Tensor, tangents: Directions): Tensor {
    return tangents.every((tangent) => tangent === undefined) ? x : new Traced<Directions>(this, x, tangents);
  }

  /** A value's tangents. */
  tangentsOf(x: Tensor): Directions {
    return isTraced(x) && x.interpreter === this ? (x.mark as Directions) : [];
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }

  override directionOf(x: Tensor): Tensor | undefined {
    return this.#directions === 1 ? this.tangentsOf(x)[0] : undefined;
  }

  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const primals = args.map((x) => this.lower(x));
    const tangents = args.map((x) => this.tangentsOf(x));
    const site = callSite();
    const y = bindBelow(this, rule, primals, attributes);
    const dys = Array.from({ length: this.#directions }, (_, d) => {
      const dxs = tangents.map((tangent) => tangent[d]);
      return below(this, () => pushTangents(rule, dxs, primals, y, attributes, site));
    });
    const withTangents = (part: Tensor, k: number): Tensor =>
      this.dual(
        part,
        dys.map((dy) => dy[k]),
      );
    if (isTensor(y)) return withTangents(y, 0);
    return Object.fromEntries(Object.entries(y).map(([key, part], k) => [key, withTangents(part, k)]));
  }
}

/**
 * The tangents of a rule's outputs, in the order of their keys; none where no argument has a tangent.
 *
 * @param site - where the operation was called, while anomalies are being looked for
 */
export function pushTangents(
  rule: Rule,
  dxs: Directions,
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
  site?: string,
): Directions {
  if (dxs.every((dx) => dx === undefined)) return [];
  try {
    const dys =
      rule.jvp === undefined
        ? transposePullback(rule, dxs, xs, y, attributes)
        : rule.builtIn && isTensor(y)
          ? [returnedTangent(rule, rule.jvp(dxs, xs, y, attributes), y)]
          : tangentsOf(rule, dxs, xs, y, attributes);
    refuseNaNDerivative(rule.name, dxs, xs, dys, site);
    return dys.map((dy) => (dy === undefined || isAbsent(dy) ? undefined : dy));
  } catch (error) {
    throw attributed(rule.name, error, rule.jvp === undefined, site);
  }
}
