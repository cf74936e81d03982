import { ArgumentError, ones, ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, checkedShape, kindOf, sameShape, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";

/** The lengths of the axes of what is drawn. */
export type Shape = readonly number[];

/** The parameters of a draw, resolved, and the shape of its result. */
export interface Parameters {
  readonly values: readonly Tensor[];
  readonly shape: Shape;
}

/**
 * Reads the arguments of a draw: parameters, and last its shape, without which it is what the parameters broadcast to.
 *
 * @param names - of the parameters
 * @param defaults - of the last parameters
 * @throws {ArgumentError} when a parameter is missing, or an array is not in the last place
 * @throws {ShapeError} when the parameters do not broadcast to the shape
 */
export function parametersOf(
  op: string,
  args: readonly unknown[],
  names: readonly string[],
  defaults: readonly number[] = [],
): Parameters {
  const given = args.filter((arg, i) => arg !== undefined || i < args.length - 1);
  const last = given[given.length - 1];
  const shape = Array.isArray(last) ? checkedShape(op, last as number[]) : undefined;
  const parameters = shape === undefined ? given : given.slice(0, -1);
  if (parameters.length > names.length) {
    throw new ArgumentError(
      `${op}: the shape must be an array of lengths such as [3, 2], not ${kindOf(parameters[names.length])}.`,
      op,
    );
  }
  const values = names.map((name, i) => {
    const value = i < parameters.length ? parameters[i] : defaults[i - names.length + defaults.length];
    if (value === undefined) throw new ArgumentError(`${op}: ${name} is missing.`, op);
    if (Array.isArray(value)) {
      throw new ArgumentError(
        `${op}: ${name} is an array, which is a shape and comes last. Wrap numbers in arrays in tensor(...).`,
        op,
      );
    }
    return resolve(value as Value, op, i);
  });
  const wanted = values.reduce<Shape>((sofar, { shape }) => broadcastShapes(op, sofar, shape), shape ?? []);
  if (shape === undefined || sameShape(shape, wanted)) return { values, shape: wanted };
  const shapes = values.map((value, i) => `${names[i]} of ${showShape(value.shape)}`).join(" and ");
  throw new ShapeError(
    `${op}: ${shapes} cannot be broadcast to the shape ${showShape(shape)}: give a shape that ends in theirs.`,
    op,
  );
}

/** What a parameter must be. */
type Kind = "positive" | "non-negative" | "between 0 and 1";

const holds: Readonly<Record<Kind, (x: number) => boolean>> = {
  positive: (x) => x > 0 && x < Number.POSITIVE_INFINITY,
  "non-negative": (x) => x >= 0 && x < Number.POSITIVE_INFINITY,
  "between 0 and 1": (x) => x >= 0 && x <= 1,
};

interface Demand {
  readonly op: string;
  readonly name: string;
  readonly kind: Kind;
}

/** Refuses elements outside their range, else gives ones. An operation, because only `impl` may look at numbers. */
export const demand: (x: Value, o: Demand) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "demand",
  impl: (x: Tensor, { op, name, kind }: Demand): Tensor => {
    const bad = x.data.find((value) => !holds[kind](value));
    if (bad === undefined) return ones(x.shape);
    const finite = kind === "between 0 and 1" ? "" : " and finite";
    throw new ArgumentError(`${op}: ${name} must be ${kind}${finite}, not ${bad}.`, op);
  },
});
