import { map } from "@wengert/tree";
import { type Param, param, positive, type Value } from "wengert";
import { type Kernel, product, scaled, sum } from "../kernels.ts";
import type { Covariance, Leaf } from "./covariance.ts";
import { familyOf } from "./library.ts";

/** A nested tree with a leaf for each parameter. */
export interface Tree<T> {
  readonly [name: string]: T | Tree<T>;
}

/**
 * The kernel that a covariance describes, as a function of the tree that `startOf` describes.
 *
 * Each kernel reads its own part of the tree. That the two agree is known here, and not to the compiler.
 */
export function kernelOf(covariance: Covariance): Kernel<Tree<Value>> {
  const kernel = unscaled(covariance);
  return covariance.variance === undefined ? kernel : (scaled(kernel) as Kernel<Tree<Value>>);
}

function unscaled(covariance: Covariance): Kernel<Tree<Value>> {
  if (!("parts" in covariance)) return familyOf(covariance.kernel).make(covariance.arguments) as Kernel<Tree<Value>>;
  const parts = mapValues(covariance.parts, kernelOf) as Record<string, Kernel<Tree<Value> | Value>>;
  return covariance.kernel === "sum" ? sum(parts) : product(parts);
}

/** The values that the parameters of a covariance start from. */
export function startOf(covariance: Covariance): Tree<number> {
  const { variance } = covariance;
  const tree = "parts" in covariance ? mapValues(covariance.parts, startOf) : learned(covariance);
  return variance === undefined ? tree : { variance, ...tree };
}

/** The same tree with tags in place of numbers: positive, and to be learned. */
export function parametersOf(covariance: Covariance): Tree<Param> {
  return map((value: number) => param(value, { constraint: positive() }), startOf(covariance));
}

function learned({ kernel, arguments: given }: Leaf): Tree<number> {
  return Object.fromEntries(familyOf(kernel).learned.map((name) => [name, given[name]]));
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, f: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}
