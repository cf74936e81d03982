import { ArgumentError, isTensor, ShapeError, type Tensor, tensor } from "@wengert/array";
import { isPlain, kindOf, showShape } from "@wengert/array/author";

/** A column of data: a Tensor, or numbers to make one of. */
export type Column = Tensor | Float64Array | readonly number[] | readonly (readonly number[])[];

/** What a model is a function of: a column, or a record of columns. */
export type Predictors = Column | { readonly [name: string]: Column };

/** The predictors as a model receives them: every column as a Tensor. */
export type PredictorsOf<X> = X extends Column ? Tensor : { readonly [K in keyof X]: Tensor };

/** Predictors as Tensors, each with the name that messages use. */
export interface Prepared {
  readonly x: Tensor | Readonly<Record<string, Tensor>>;
  readonly columns: readonly (readonly [name: string, column: Tensor])[];
}

/**
 * @param op - the function that messages name
 * @throws {ArgumentError} for what is no column of numbers, and for a number that is NaN or infinite, naming its row
 */
export function preparePredictors(op: string, x: Predictors): Prepared {
  if (isColumn(x)) {
    const column = prepareColumn(op, "x", x);
    return { x: column, columns: [["x", column]] };
  }
  if (typeof x !== "object" || x === null || Array.isArray(x) || Object.keys(x).length === 0) {
    throw new ArgumentError(
      `${op}: x must be a Tensor, an array of numbers or a record of these, not ${kindOf(x)}.`,
      op,
    );
  }
  const columns = Object.entries(x).map(([key, column]) => [key, prepareColumn(op, `x.${key}`, column)] as const);
  return { x: Object.fromEntries(columns), columns: columns.map(([key, column]) => [`x.${key}`, column]) };
}

/** @throws {ArgumentError} for what is no column of numbers, and for a number that is NaN or infinite, naming its row */
export function prepareColumn(op: string, name: string, given: unknown): Tensor {
  if (!isColumn(given))
    throw new ArgumentError(`${op}: ${name} must be a Tensor or an array of numbers, not ${kindOf(given)}.`, op);
  const column = isTensor(given) ? given : tensor(given as readonly number[]);
  if (!isPlain(column)) throw new ArgumentError(`${op}: ${name} is a traced value; data must be plain numbers.`, op);
  const bad = column.data.findIndex((xi) => !Number.isFinite(xi));
  if (bad < 0) return column;
  const remedy = "Leave rows without a measurement out of x and y";
  throw new ArgumentError(`${op}: ${placeIn(column, name, bad)} is ${column.data[bad]}. ${remedy}.`, op);
}

/** The name of an element: `y[3]`, or `x.position[3, 0]` in a matrix. */
export function placeIn({ shape }: Tensor, name: string, index: number): string {
  const places: number[] = [];
  let rest = index;
  for (const length of shape.toReversed()) {
    places.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return shape.length === 0 ? name : `${name}[${places.join(", ")}]`;
}

/** @throws {ShapeError} where the values of a model have another shape than the data */
export function checkShapes(shape: readonly number[], y: Tensor, { columns }: Prepared): void {
  if (`${shape}` === `${y.shape}`) return;
  const given = columns.map(([name, column]) => `${name} of shape ${showShape(column.shape)}`).join(", ");
  const message = `curveFit: the model gives values of shape ${showShape(shape)}, but y has shape ${showShape(y.shape)}`;
  throw new ShapeError(`${message}, for ${given}. There must be one value for each observation.`, "curveFit");
}

function isColumn(x: unknown): x is Column {
  return isTensor(x) || x instanceof Float64Array || (Array.isArray(x) && !x.some((row) => isTensor(row)));
}
