import { flatten, map } from "@wengert/tree";
import {
  add,
  bounded,
  type Constraint,
  exp,
  log,
  type Param,
  param,
  positive,
  sum as sumOf,
  type Value,
} from "wengert";
import { type Kernel, product, scaled, sum, times } from "../process/kernels.ts";
import type { Started } from "./covariance.ts";
import { familyOf } from "./library.ts";
import { makers } from "./makers.ts";
import { penaltyOf } from "./penalties.ts";
import { rangeOf, type Setting, settingOf } from "./settings.ts";

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
    return makers[covariance.kernel](fixed) as Kernel<Tree<Value>>;
  }
  const parts = mapValues(covariance.parts, kernelOf) as Record<string, Kernel<never>>;
  return (covariance.kernel === "sum" ? sum(parts) : product(parts)) as Kernel<Tree<Value>>;
}

/** The values that the parameters of a covariance start from. */
export function startOf(covariance: Started): Tree<number> {
  return treeOf(covariance, (value) => value);
}

/** The same tree with tags in place of numbers: positive, and learned unless a setting says otherwise. */
export function parametersOf(covariance: Started): Tree<Param> {
  return treeOf(covariance, (value, setting) => {
    const range = rangeOf(setting);
    return param(value, {
      constraint: range === undefined ? positive() : between(...range),
      trainable: setting.fixed !== true,
    });
  });
}

/**
 * Minus the logarithm of the priors' density over the logarithms of the parameters, up to a constant: the sum of `penaltyOf` over
 * learned parameters that have a prior.
 *
 * @param theta - the parameters, in the tree that `parametersOf` makes
 * @returns undefined when there is no prior
 */
export function priorOf(covariance: Started): ((theta: Tree<Value>) => Value) | undefined {
  const priors = settingsOf(covariance).map(({ fixed, prior }) => (fixed === true ? undefined : prior));
  if (priors.every((prior) => prior === undefined)) return undefined;
  return (theta) => {
    const terms: Value[] = [];
    let next = 0;
    map((value: Value) => {
      const prior = priors[next++];
      if (prior !== undefined) terms.push(penaltyOf(prior, value));
    }, theta);
    return terms.reduce(add);
  };
}

/** All that is learned of a covariance, in the order in which its parameters stand in a ParamSet. */
export function valuesIn(covariance: Started): number[] {
  const values: number[] = [];
  map((value: number) => values.push(value), startOf(covariance));
  return values;
}

/** Where the parameters stand in their tree, in the same order. */
export function pathsOf(covariance: Started): string[] {
  return flatten(startOf(covariance)).paths;
}

/** The settings of all that is learned, in the same order. */
export function settingsOf(covariance: Started): Setting[] {
  const settings: Setting[] = [];
  treeOf(covariance, (_, setting) => settings.push(setting));
  return settings;
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

/** The tree of what is learned of a covariance, made of each number and its setting. */
function treeOf<T>(covariance: Started, leafOf: (value: number, setting: Setting) => T): Tree<T> {
  const { variance, settings } = covariance;
  const head: Tree<T> = variance === undefined ? {} : { variance: leafOf(variance, settingOf(settings, "variance")) };
  if ("parts" in covariance) return { ...head, ...mapValues(covariance.parts, (part) => treeOf(part, leafOf)) };
  const learned = mapNames(familyOf(covariance.kernel).learned, (name) => {
    const value = covariance.arguments[name];
    if (typeof value === "number") return leafOf(value, settingOf(settings, name));
    return value.map((one, i) => leafOf(one, settingOf(settings, name, i)));
  });
  return { ...head, ...learned };
}

/** Positive numbers between two, evenly in their logarithms: as far from 0 as a factor takes them. */
function between(low: number, high: number): Constraint {
  const logs = bounded(Math.log(low), Math.log(high));
  return {
    name: `between(${low}, ${high})`,
    forward: (x) => exp(logs.forward(x)),
    inverse: (y) => logs.inverse(log(y)),
    logDet: (x) => add(logs.logDet(x), sumOf(logs.forward(x))),
    elementwise: true,
  };
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
