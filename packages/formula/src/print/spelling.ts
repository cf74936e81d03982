import { sameShape } from "@wengert/array/author";
import { callOf, infixed, memberOf, type Plain, prefixed, type Term, transposeOf } from "./tree.ts";

/** A value as it may be written: the same elements in the same order, in one shape or another. The first is the best. */
export type Forms = readonly [Term, ...Term[]];

/** What rules are told besides their arguments, where the spelling depends on it. */
export interface Attributes {
  readonly axes?: readonly number[];
  readonly axis?: number;
  readonly operands?: readonly (readonly number[])[];
  readonly out?: readonly number[];
  readonly transpose?: boolean;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly over?: readonly number[];
  readonly starts?: readonly number[];
  readonly steps?: readonly number[];
  readonly shape?: readonly number[];
  readonly upper?: boolean;
  readonly k?: number;
  readonly diagonal?: number;
  readonly lower?: boolean;
  readonly unitDiagonal?: boolean;
  readonly side?: string;
}

/** A line of a program, as far as its spelling needs it. */
export interface Spelled {
  readonly name: string;
  readonly args: readonly Forms[];
  /** The shapes in which the arguments came. */
  readonly shapes: readonly (readonly number[])[];
  readonly attributes: Attributes;
  /** The shape of the value. */
  readonly shape: readonly number[];
}

/** A value in a shape: in a form that has it, or reshaped. */
export function inShape(forms: Forms, shape: readonly number[]): Term {
  const fitting = forms.find((form) => sameShape(form.shape, shape));
  return fitting ?? callOf("reshape", [forms[0], shape], shape);
}

/** The arguments in the shapes in which they came. */
export function plainArgs({ args, shapes }: Spelled): readonly Term[] {
  return args.map((forms, k) => inShape(forms, shapes[k]));
}

/** How an operation is written. */
export type Spelling = (line: Spelled) => Forms | undefined;

/** x op y. */
export function operator(op: string): Spelling {
  return (line) => {
    const [x, y] = plainArgs(line);
    return [infixed(op, x, y, line.shape)];
  };
}

/** x * y, but in the words of the operation where a formula would ask whether the product of matrices is meant. */
export function elementwiseProduct(line: Spelled): Forms {
  const [x, y] = plainArgs(line);
  if (isOne(x) && sameShape(y.shape, line.shape)) return [y];
  if (isOne(y) && sameShape(x.shape, line.shape)) return [x];
  const unclear = (isTransposed(x) || isTransposed(y)) && x.shape.length > 0 && y.shape.length > 0;
  return [unclear ? callOf("mul", [x, y], line.shape) : infixed("*", x, y, line.shape)];
}

/** Whether a term is 1 everywhere: derivatives begin with it. */
function isOne(x: Term): boolean {
  const value = x.kind === "call" && x.callee.name === "full" ? x.args[1] : x;
  return value.kind === "number" && value.value === 1;
}

/** Whether a term is a transpose, or a product with one. */
function isTransposed(x: Term): boolean {
  if (x.kind === "postfix") return true;
  if (x.kind === "prefix") return isTransposed(x.of as Term);
  return x.kind === "infix" && "*/".includes(x.op) && (isTransposed(x.left as Term) || isTransposed(x.right as Term));
}

/** −x. */
export function negative(line: Spelled): Forms {
  const same = line.args[0].map(prefixed);
  return [prefixed(plainArgs(line)[0]), ...same];
}

/** op(X) op(Y), where a vector may stand for a matrix of one row or column. */
export function product(line: Spelled): Forms | undefined {
  const { transposeA = false, transposeB = false, over } = line.attributes;
  if (over !== undefined) return undefined;
  const [m, n] = line.shape.slice(-2);
  const [a, b] = line.args;
  const [shapeA, shapeB] = line.shapes;
  const row = m === 1 && line.shape.length === 2 ? vector(a) : undefined;
  const column = n === 1 && line.shape.length === 2 ? vector(b) : undefined;
  if (row !== undefined && column !== undefined) return [infixed("@", row, column, [])];
  const left = row ?? flipped(inShape(a, shapeA), transposeA);
  const right = column ?? flipped(inShape(b, shapeB), transposeB);
  if (row === undefined && column === undefined) {
    const [x, y] = [vector(a), vector(b)];
    // A column times a row.
    if (x !== undefined && y !== undefined && x.shape[0] === m && y.shape[0] === n && line.shape.length === 2) {
      return [callOf("outer", [x, y], line.shape)];
    }
    return [infixed("@", left, right, line.shape)];
  }
  return [infixed("@", left, right, [row === undefined ? m : n])];
}

/** The form of a value that is a vector. */
export function vector(forms: Forms): Term | undefined {
  return forms.find(({ shape }) => shape.length === 1);
}

/** A matrix, transposed if asked. */
export function flipped(x: Term, transposed: boolean): Term {
  if (!transposed) return x;
  const { shape } = x;
  return transposeOf(x, [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]]);
}

/** The axes in another order: a transpose where the last two change places. */
export function transposition(line: Spelled): Forms {
  const [x] = plainArgs(line);
  const { axes = [] } = line.attributes;
  const ndim = x.shape.length;
  if (axes.length === 2 && axes[0] === -1) return [transposeOf(x, line.shape)];
  const all = Array.from({ length: ndim }, (_, k) =>
    k < ndim - axes.length ? k : axes[k - ndim + axes.length] + ndim,
  );
  return [callOf("transpose", [x, all], line.shape)];
}

/** A reduction that keeps the axes, or leaves them out. */
export function reduction(line: Spelled): Forms {
  const [x] = plainArgs(line);
  const { axes, axis } = line.attributes;
  const along = axes ?? [axis as number];
  const ndim = x.shape.length;
  const left = x.shape.filter((_, k) => !along.includes(k - ndim));
  const where = along.length === ndim ? undefined : along.length === 1 ? along[0] : along;
  const kept = callOf(line.name, [x], line.shape, { axis: where, keepDims: true });
  return [callOf(line.name, [x], left, { axis: where }), kept];
}

/** An operation along one axis, or along several. */
export function along(line: Spelled): Forms {
  const { axes, axis } = line.attributes;
  const all = axes ?? [axis as number];
  return [callOf(line.name, plainArgs(line), line.shape, { axis: all.length === 1 ? all[0] : all })];
}

/** A function of some of the arguments; the others tell how it is computed. */
export function of(...positions: readonly number[]): Spelling {
  return (line) => {
    const args = plainArgs(line);
    return [
      callOf(
        line.name,
        positions.map((k) => args[k]),
        line.shape,
      ),
    ];
  };
}

/** A solve, whose right side may be a vector. */
export function solution(write: (a: Term, b: Term, shape: readonly number[]) => Term, right: number): Spelling {
  return (line) => {
    const a = inShape(line.args[0], line.shapes[0]);
    const b = line.args[right];
    const alone = line.shape.length === 2 && line.shape[1] === 1 ? vector(b) : undefined;
    const side = alone ?? inShape(b, line.shapes[right]);
    const matrix = flipped(a, line.attributes.transpose === true);
    return [write(matrix, side, alone === undefined ? line.shape : [line.shape[0]])];
  };
}

/** A call with whatever else the operation was told. */
export function anyCall(line: Spelled): Forms {
  const plain = Object.entries(line.attributes).filter(
    // The names are there for messages.
    (entry): entry is [string, Plain] => isPlain(entry[1]) && entry[0] !== "op" && entry[0] !== "name",
  );
  return [callOf(line.name, plainArgs(line), line.shape, Object.fromEntries(plain))];
}

function isPlain(x: unknown): x is Plain {
  return ["number", "boolean", "string"].includes(typeof x) || (Array.isArray(x) && x.every(isPlain));
}

/** One of several outputs. */
export function outputOf(forms: Forms, key: string, shape: readonly number[]): Forms {
  return [memberOf(forms[0], key, shape)];
}
