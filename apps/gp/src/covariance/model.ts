import { map } from "@wengert/tree";
import { type Param, param, positive, type Value } from "wengert";
import { type Kernel, product, scaled, sum, times } from "../process/kernels.ts";
import type { Leaf, Started } from "./covariance.ts";
import { familyOf } from "./library.ts";

/** A nested tree with a leaf for each parameter. */
export interface Tree<T> {
  readonly [name: string]: T | readonly T[] | Tree<T>;
}

/**
 * The kernel that a covariance describes, as a function of the tree that `startOf` describes.
 *
 * Each kernel reads its own part of the tree. That the two agree is known here, and not to the compiler.
 */
export function kernelOf(covariance: Started): Kernel<Tree<Value>> {
  const { variance, factor } = covariance;
  const kernel = unscaled(covariance);
  const whole = variance === undefined ? kernel : (scaled(kernel) as Kernel<Tree<Value>>);
  return factor === undefined ? whole : times(factor, whole);
}

function unscaled(covariance: Started): Kernel<Tree<Value>> {
  if (!("parts" in covariance)) {
    // Fixed arguments are never lists.
    const fixed = covariance.arguments as Readonly<Record<string, number>>;
    return familyOf(covariance.kernel).make(fixed) as Kernel<Tree<Value>>;
  }
  const parts = mapValues(covariance.parts, kernelOf) as Record<string, Kernel<never>>;
  return (covariance.kernel === "sum" ? sum(parts) : product(parts)) as Kernel<Tree<Value>>;
}

/** The values that the parameters of a covariance start from. */
export function startOf(covariance: Started): Tree<number> {
  const { variance } = covariance;
  const tree = "parts" in covariance ? mapValues(covariance.parts, startOf) : learned(covariance);
  return variance === undefined ? tree : { variance, ...tree };
}

/** The same tree with tags in place of numbers: positive, and to be learned. */
export function parametersOf(covariance: Started): Tree<Param> {
  return map((value: number) => param(value, { constraint: positive() }), startOf(covariance));
}

/** All that is learned of a covariance, in the order in which its parameters stand in a ParamSet. */
export function valuesIn(covariance: Started): number[] {
  const values: number[] = [];
  map((value: number) => values.push(value), startOf(covariance));
  return values;
}

/** A covariance with other values, in the order of `valuesIn`, in place of its own. */
export function withValues(covariance: Started, values: readonly number[]): Started {
  let next = 0;
  return replaced(
    covariance,
    map((_: number) => values[next++], startOf(covariance)),
  );
}

function replaced(covariance: Started, values: Tree<number>): Started {
  const variance = covariance.variance === undefined ? {} : { variance: values["variance"] as number };
  if ("parts" in covariance) {
    const parts = Object.entries(covariance.parts).map(([name, part]) => [
      name,
      replaced(part, values[name] as Tree<number>),
    ]);
    return { ...covariance, ...variance, parts: Object.fromEntries(parts) };
  }
  const found = mapNames(familyOf(covariance.kernel).learned, (name) => values[name] as number | readonly number[]);
  return { ...covariance, ...variance, arguments: { ...covariance.arguments, ...found } };
}

function learned({ kernel, arguments: given }: Leaf<number | readonly number[]>): Tree<number> {
  return mapNames(familyOf(kernel).learned, (name) => given[name]);
}

function mapNames<T>(names: readonly string[], f: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, f(name)]));
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, f: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}

/** How many kernels a covariance has. */
export function kernelsIn(covariance: Started): number {
  if (!("parts" in covariance)) return 1;
  return Object.values(covariance.parts).reduce((count, part) => count + kernelsIn(part), 0);
}
