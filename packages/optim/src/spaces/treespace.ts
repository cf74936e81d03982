import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { fromData, scalar } from "@wengert/array/author";
import { detectAnomaly, type Gradient, grad, jacrev, UnknownLeafError, valueAndGrad } from "@wengert/core";
import { jacfwd, jacobian, linearize, type SparsityOptions } from "@wengert/forward";
import { concat, reshape, slice } from "@wengert/ops";
import { align, flatten, unflatten } from "@wengert/tree";
import type { Residuals } from "../leastsquares/residualproblem.ts";
import type { Objective } from "../minimize/problem.ts";
import { concatenate, type Leaf, sizeOf } from "../trees/leaf.ts";
import { compiledIf } from "./compiled.ts";
import { elementNames } from "./elementnames.ts";
import { type Layout, orConstant, plainData, plainValue, type ResidualSpace, type Space } from "./space.ts";
import type { Vector } from "./vector.ts";

/** Which residuals depend on which variables. */
export type Pattern = SparsityOptions["sparsity"];

// Re-exported for the signatures in files that may not import core themselves.
export type { Gradient, Lifted, Value, Widened } from "@wengert/core";

/**
 * A function of a tree of numbers and Tensors, as a function of one flat vector: the elements of all leaves, leaf after leaf.
 *
 * @throws {UnknownLeafError} for a leaf of another kind
 */
export function treeSpace<P>(
  f: (p: never) => unknown,
  start: P,
  op: string = "minimize",
  compiled: boolean = false,
): Space<P, Gradient<P>, P> {
  const { lifted, fixed, ...layout } = treeLayout(start, op);
  const { tree, vector } = layout;
  const both = valueAndGrad(f as (p: unknown) => Tensor) as (p: unknown) => [value: unknown, gradient: unknown];
  const evaluate = compiledIf(compiled, both);
  const value = compiledIf(compiled, f as (p: unknown) => unknown);
  const valueOnly: Objective = (x) => ({ value: plainValue(value(lifted(x))) });
  return {
    ...layout,
    valueOnly,
    curvature: (x) => {
      const [, push] = linearize(grad(f as (p: unknown) => Tensor) as (p: unknown) => unknown, tree(x) as never);
      return (v) => vector((push as (v: unknown) => unknown)(tree(v)));
    },
    firstNaN: (x) => firstNaN(() => evaluate(tree(x))),
    objective: orConstant((x) => {
      const [value, gradient] = evaluate(fixed(x));
      return { value: plainValue(value), gradient: vector(gradient) };
    }, valueOnly),
  };
}

/** What `detectAnomaly` says of an evaluation: the operation and the line of the first NaN. */
export function firstNaN(evaluate: () => unknown): string | undefined {
  try {
    detectAnomaly(evaluate);
    return undefined;
  } catch (error) {
    // Compared by name, because a program may hold several copies of a package. Other errors have their own report.
    return error instanceof Error && error.name === "AnomalyError" ? error.message : undefined;
  }
}

/** Residuals of a tree of numbers and Tensors. */
export function treeResiduals<P>(
  f: (p: never) => unknown,
  start: P,
  op: string = "leastSquares",
  sparsity?: Pattern,
  compiled: boolean = false,
): ResidualSpace<P, Gradient<P>, P> {
  const { lifted, fixed: _fixed, ...layout } = treeLayout(start, op);
  return { ...layout, ...residualsOf(f as (p: unknown) => unknown, lifted, sparsity, compiled) };
}

/**
 * Residuals as a flat vector, and their Jacobian by the cheaper mode: forward when there are no more variables than
 * residuals, else reverse.
 *
 * @param treeAt - the tree of Tensors for a flat vector
 * @param sparsity - which residuals depend on which variables
 */
export function residualsOf(
  f: (p: unknown) => unknown,
  treeAt: (x: Vector) => unknown,
  sparsity?: Pattern,
  compiled: boolean = false,
): Residuals {
  const flat = (p: unknown): Tensor => {
    const r = f(p);
    return reshape(r as Tensor, [isTensor(r) ? r.size : 1]);
  };
  const [forward, reverse] = [jacfwd(flat), jacrev(flat)].map((f) =>
    compiledIf(compiled, f as (p: unknown) => unknown),
  );
  const value = compiledIf(compiled, flat);
  const residual = (x: Vector): Vector => plainData(value(treeAt(x)));
  let count: number | undefined;
  return {
    firstNaN: (x) => firstNaN(() => (x.length <= (count ?? 0) ? forward : reverse)(treeAt(x))),
    residual: (x) => {
      const r = residual(x);
      count = r.length;
      return r;
    },
    jacobian: (x) => {
      const m = count ?? residual(x).length;
      const p = treeAt(x);
      if (sparsity !== undefined) return sparseColumns(flat, p, m, sparsity);
      const blocks = flatten<Tensor>((x.length <= m ? forward : reverse)(p)).leaves;
      const columns = new Float64Array(m * x.length);
      let first = 0;
      for (const block of blocks) {
        const data = plainData(block);
        const width = data.length / m;
        for (let i = 0; i < m; i++) for (let k = 0; k < width; k++) columns[(first + k) * m + i] = data[i * width + k];
        first += width;
      }
      return columns;
    },
  };
}

/** The columns of a Jacobian that is 0 but for a pattern. */
function sparseColumns(flat: (p: unknown) => Tensor, p: unknown, m: number, sparsity: Pattern): Vector {
  const { leaves, structure } = flatten<Tensor>(p);
  const vector = concat(
    leaves.map((leaf) => reshape(leaf, [leaf.size])),
    0,
  );
  const ofVector = (v: Tensor): Tensor => {
    let from = 0;
    const parts = leaves.map(({ size, shape }) => {
      from += size;
      return reshape(slice(v, [from - size], [from]), shape);
    });
    return flat(unflatten(structure, parts));
  };
  const { rows, columns, values } = jacobian(ofVector, { sparsity })(vector);
  const out = new Float64Array(m * vector.size);
  for (const [k, value] of plainData(values).entries()) out[columns[k] * m + rows[k]] = value;
  return out;
}

interface TreeLayout<P> extends Layout<P, Gradient<P>, P> {
  /** The tree of Tensors for a flat vector, as the objective receives it. */
  readonly lifted: (x: Vector) => unknown;
  /** The tree for a flat vector that nobody changes any more: a single Tensor is not copied. */
  readonly fixed: (x: Vector) => unknown;
}

/** @throws {UnknownLeafError} for a leaf that is neither a number nor a Tensor */
function treeLayout<P>(start: P, op: string): TreeLayout<P> {
  const { leaves, structure, paths } = flatten<Leaf>(start);
  for (const [i, leaf] of leaves.entries()) check(op, leaf, paths[i]);
  if (leaves.length === 0) throw new ArgumentError(`${op}: the start has no numbers or Tensors to vary.`, op);

  const vector = (tree: unknown): Vector => concatenate(align<Leaf>(structure, tree, op), leaves);
  const split = (x: Vector): Leaf[] => {
    let end = 0;
    return leaves.map((leaf) => {
      const begin = end;
      end += sizeOf(leaf);
      return typeof leaf === "number" ? x[begin] : fromData(x.slice(begin, end), leaf.shape);
    });
  };
  const tree = (x: Vector): P => unflatten<P>(structure, split(x));
  const whole = leaves.length === 1 && isTensor(leaves[0]) ? leaves[0].shape : undefined;
  const lifted = (x: Vector): unknown => {
    const tensors = split(x).map((leaf) => (typeof leaf === "number" ? scalar(leaf) : leaf));
    return unflatten(structure, tensors);
  };
  return {
    lifted,
    fixed: (x) => (whole === undefined ? tree(x) : unflatten<P>(structure, [fromData(x, whole)])),
    size: leaves.reduce<number>((sum, leaf) => sum + sizeOf(leaf), 0),
    start: () => vector(start),
    parts: start,
    names: () => elementNames(leaves, paths),
    finish: tree,
    read: (params) => {
      const { leaves: ends, paths: names } = flatten<Leaf>(params);
      return ends.map((leaf, i) => [names[i], leaf]);
    },
    gradient: (gradient) => unflatten(structure, split(gradient), { statics: null }),
    at: tree,
    tree,
    vector,
  };
}

function check(op: string, leaf: unknown, path: string): void {
  if (typeof leaf === "number" || isTensor(leaf)) return;
  const where = path === "" ? "the start" : `"${path}" in the start`;
  const remedy = "Wrap arrays of numbers in tensor(...); give tagged parameters as paramsOf(model)";
  throw new UnknownLeafError(`${op}: ${where} is neither a number nor a Tensor. ${remedy}.`, op, path);
}
