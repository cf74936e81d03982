import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import type { Vector } from "../spaces/vector.ts";
import { type Column, placeIn, prepareColumn } from "./observations.ts";

/** How sure the observations are. */
export interface Uncertainty {
  readonly sigma?: number | Column | undefined;
  readonly weights?: Column | undefined;
}

/** Makes residuals independent, of equal deviation. */
export interface Weighting {
  /** Multiplies a vector over the observations by a root of the inverse covariance. Returns a new one. */
  readonly whiten: (v: Vector) => Vector;
  /** The logarithm of the determinant of that root. */
  readonly logDet: number;
  /** The deviation of an observation, if it is the same for all. */
  readonly common: number | undefined;
}

/**
 * @throws {ArgumentError} for both sigma and weights, another shape than that of y, a number that is not positive, and a covariance
 * that is not symmetric or not positive definite
 */
export function weightingOf({ sigma: given, weights }: Uncertainty, y: Tensor): Weighting {
  const sigma = isTensor(given) && given.ndim === 0 ? prepareColumn("curveFit", "sigma", given).item() : given;
  if (sigma !== undefined && weights !== undefined) {
    throw refused("give sigma or weights, not both: weights are 1/sigma²");
  }
  if (typeof sigma === "number") {
    if (!(sigma > 0 && sigma < Number.POSITIVE_INFINITY)) throw refused(`sigma must be positive, not ${sigma}`);
    return diagonal(new Float64Array(y.size).fill(1 / sigma), sigma);
  }
  if (sigma !== undefined) {
    const column = prepareColumn("curveFit", "sigma", sigma);
    const isMatrix = `${column.shape}` === `${y.size},${y.size}` && y.ndim === 1;
    if (isMatrix) return correlated(column, y.size);
    return diagonal(positive("sigma", column, y, " or [n, n]").map((s) => 1 / s));
  }
  if (weights !== undefined) {
    const column = prepareColumn("curveFit", "weights", weights);
    return diagonal(positive("weights", column, y).map(Math.sqrt));
  }
  return { whiten: (v) => v.slice(), logDet: 0, common: 1 };
}

function positive(name: string, column: Tensor, y: Tensor, alternative: string = ""): Vector {
  if (!isTensor(column) || `${column.shape}` !== `${y.shape}`) {
    const [given, wanted] = [showShape(column.shape), `${showShape(y.shape)}${alternative}`];
    throw refused(`${name} has shape ${given}, but must have the shape of y, ${wanted}`);
  }
  const bad = column.data.findIndex((s) => !(s > 0));
  if (bad < 0) return column.data;
  const remedy = name === "weights" ? "; leave out observations that do not count" : "";
  throw refused(`${placeIn(column, name, bad)} is ${column.data[bad]}, but must be positive${remedy}`);
}

function diagonal(factors: Vector, common?: number): Weighting {
  return {
    whiten: (v) => v.map((vi, i) => vi * factors[i]),
    logDet: factors.reduce((sum, f) => sum + Math.log(f), 0),
    common,
  };
}

/** The covariance L Lᵀ, with L⁻¹ as the root of its inverse. */
function correlated({ data }: Tensor, n: number): Weighting {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const size = Math.sqrt(Math.abs(data[i * n + i] * data[j * n + j]));
      if (!(Math.abs(data[i * n + j] - data[j * n + i]) <= 1e-8 * size)) {
        throw refused(`sigma[${i}, ${j}] and sigma[${j}, ${i}] differ, but a covariance is symmetric`);
      }
      let entry = data[i * n + j];
      for (let k = 0; k < j; k++) entry -= l[i * n + k] * l[j * n + k];
      if (i > j) l[i * n + j] = entry / l[j * n + j];
      else if (entry > Number.EPSILON * n * data[i * n + i]) l[i * n + i] = Math.sqrt(entry);
      else throw refused(`sigma, a matrix, is not positive definite in row ${i}, so it is no covariance`);
    }
  }
  const solve = (v: Vector): Vector => {
    const z = v.slice();
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) z[i] -= l[i * n + k] * z[k];
      z[i] /= l[i * n + i];
    }
    return z;
  };
  let logDet = 0;
  for (let i = 0; i < n; i++) logDet -= Math.log(l[i * n + i]);
  return { whiten: solve, logDet, common: undefined };
}

function refused(what: string): ArgumentError {
  return new ArgumentError(`curveFit: ${what}.`, "curveFit");
}
