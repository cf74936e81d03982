import { ArgumentError, isTensor, ShapeError, type Tensor } from "@wengert/array";
import { fromData, showShape } from "@wengert/array/author";
import { mul, sum } from "@wengert/ops";
import type { Residuals } from "../leastsquares/residualproblem.ts";
import type { Objective } from "../minimize/problem.ts";
import type { Vector } from "../spaces/vector.ts";
import type { ConstraintReport, FunctionConstraint } from "./constraint.ts";

/** How functions of the parameters become functions of a flat vector. */
export interface Flattening {
  readonly residuals: (f: (p: never) => unknown) => Residuals;
  readonly objective: (f: (p: never) => unknown) => Objective;
}

/** Where the values of one constraint stand among all. */
interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The constraints as one function of a flat vector, with a lower and an upper limit for each value. */
export class ConstraintSet {
  readonly lower: Vector;
  readonly upper: Vector;
  readonly #parts: readonly Part[];
  readonly #functions: readonly FlatConstraint[];

  /**
   * @param start - a point at which the functions are evaluated once, for the shapes of their values
   * @throws {ShapeError} for a limit of another shape than the values
   * @throws {ArgumentError} for a lower limit above the upper one
   */
  constructor(constraints: readonly FunctionConstraint<never>[], flattening: Flattening, start: Vector) {
    this.#functions = constraints.map((constraint) => new FlatConstraint(constraint, flattening));
    const lower: number[] = [];
    const upper: number[] = [];
    this.#parts = constraints.map(({ name = undefined, equals, atLeast, atMost }, i) => {
      const f = this.#functions[i];
      const size = f.values(start).length;
      const called = name ?? `constraint ${i}`;
      const part = { name: called, shape: f.shape, begin: lower.length, end: lower.length + size };
      const low = limitsOf(equals ?? atLeast, Number.NEGATIVE_INFINITY, part, size);
      const high = limitsOf(equals ?? atMost, Number.POSITIVE_INFINITY, part, size);
      const wrong = low.findIndex((l, k) => l > high[k]);
      if (wrong >= 0) {
        const message = `minimize: "${called}" has atLeast ${low[wrong]} above atMost ${high[wrong]}`;
        throw new ArgumentError(`${message}, which no value satisfies.`, "minimize", called);
      }
      lower.push(...low);
      upper.push(...high);
      return part;
    });
    this.lower = Float64Array.from(lower);
    this.upper = Float64Array.from(upper);
  }

  get size(): number {
    return this.lower.length;
  }

  /** All values. @throws {ArgumentError} where a constraint said to be linear is not */
  values(x: Vector): Vector {
    return joined(this.#functions.map((f, i) => f.values(x, this.#parts[i].name)));
  }

  /** One row for each value. */
  jacobian(x: Vector): readonly Vector[] {
    return this.#functions.flatMap((f) => f.jacobian(x));
  }

  /** Σ wᵢ∇cᵢ, with one backward pass for each constraint that has a weight. */
  pullback(x: Vector, weights: Vector): Vector {
    const total = new Float64Array(x.length);
    for (const [i, { begin, end }] of this.#parts.entries()) {
      const own = weights.slice(begin, end);
      if (own.every((w) => w === 0)) continue;
      const gradient = this.#functions[i].pullback(x, own);
      for (let j = 0; j < total.length; j++) total[j] += gradient[j];
    }
    return total;
  }

  /** How far each value is beyond its limits. */
  violations(values: Vector): Vector {
    return values.map((c, i) => Math.max(this.lower[i] - c, c - this.upper[i], 0));
  }

  /** The name of the constraint to which a value belongs, with its place where there are several. */
  nameOf(value: number): string {
    const part = this.#parts.find(({ end }) => value < end) as Part;
    return part.end - part.begin > 1 ? `"${part.name}"[${value - part.begin}]` : `"${part.name}"`;
  }

  /** The operation and line of the first NaN, and the constraint in which it is. */
  firstNaN(x: Vector): string | undefined {
    for (const [i, f] of this.#functions.entries()) {
      const cause = f.firstNaN(x);
      if (cause !== undefined) return `In the constraint "${this.#parts[i].name}": ${cause}`;
    }
    return undefined;
  }

  report(values: Vector, multipliers: Vector): readonly ConstraintReport[] {
    const violations = this.violations(values);
    return this.#parts.map(({ name, shape, begin, end }) => ({
      name,
      value: fromData(values.slice(begin, end), shape),
      multiplier: fromData(multipliers.slice(begin, end), shape),
      violation: violations.slice(begin, end).reduce((most, v) => Math.max(most, v), 0),
    }));
  }
}

/** One constraint as a function of a flat vector. */
class FlatConstraint {
  shape: readonly number[] = [];
  readonly #linear: boolean;
  readonly #residuals: Residuals;
  readonly #weighted: Objective;
  #weights: Tensor | undefined;
  /** Of a linear constraint: a point, the values and the rows there. */
  #origin: { readonly x: Vector; readonly values: Vector; readonly rows: readonly Vector[] } | undefined;

  constructor({ of, linear = false }: FunctionConstraint<never>, { residuals, objective }: Flattening) {
    this.#linear = linear;
    this.#residuals = residuals((p) => {
      const value: unknown = of(p);
      this.shape = isTensor(value) ? value.shape : [];
      return value;
    });
    this.#weighted = objective((p) => sum(mul(this.#weights as Tensor, of(p))));
  }

  values(x: Vector, name: string = ""): Vector {
    const values = this.#residuals.residual(x);
    const { x: from, values: before, rows } = this.#origin ?? { x, values, rows: [] };
    for (const [i, row] of rows.entries()) {
      let expected = before[i];
      let size = Math.abs(expected);
      for (const [j, a] of row.entries()) {
        expected += a * (x[j] - from[j]);
        size += Math.abs(a) * (Math.abs(x[j]) + Math.abs(from[j]));
      }
      if (!(Math.abs(values[i] - expected) > 1e-8 * size)) continue;
      const message = `minimize: "${name}" is said to be linear, and its value is ${values[i]} where a linear function has ${expected}`;
      throw new ArgumentError(`${message}. Leave linear out.`, "minimize", name);
    }
    return values;
  }

  jacobian(x: Vector): readonly Vector[] {
    if (this.#origin !== undefined) return this.#origin.rows;
    const columns = this.#residuals.jacobian(x);
    const m = columns.length / x.length;
    const rows = Array.from({ length: m }, (_, i) => x.map((_, j) => columns[j * m + i]));
    if (this.#linear) this.#origin = { x, values: this.#residuals.residual(x), rows };
    return rows;
  }

  pullback(x: Vector, weights: Vector): Vector {
    this.#weights = fromData(weights, this.shape);
    return this.#weighted(x).gradient as Vector;
  }

  firstNaN(x: Vector): string | undefined {
    return this.#residuals.firstNaN?.(x);
  }
}

function limitsOf(limit: number | Tensor | undefined, none: number, { name, shape }: Part, size: number): number[] {
  if (limit === undefined || typeof limit === "number") return new Array<number>(size).fill(limit ?? none);
  if (`${limit.shape}` === `${shape}`) return [...limit.data];
  const message = `minimize: a limit of "${name}" has the shape ${showShape(limit.shape)}, and its values have ${showShape(shape)}`;
  throw new ShapeError(`${message}. Give a number, or a Tensor of that shape.`, "minimize", name);
}

function joined(vectors: readonly Vector[]): Vector {
  return Float64Array.from(vectors.flatMap((v) => [...v]));
}
