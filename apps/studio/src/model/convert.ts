import {
  type Covariance,
  familyOf,
  rangeOf,
  type Setting,
  type Settings,
  type Started,
  settingOf,
  startsFrom,
} from "@wengert/gp-app/model";
import { freeName, freshId, isGroup, type LeafNode, type Node, type Parameter } from "./tree.ts";

/** The covariance that a tree describes, as the model package reads it. */
export function covarianceOf(node: Node): Started {
  const variance = node.variance && { variance: inside(node.variance) };
  if (isGroup(node)) {
    const parts = Object.fromEntries(node.children.map((child) => [child.name, covarianceOf(child)]));
    return { kernel: node.kernel, ...variance, ...settingsOf(node), parts };
  }
  const learned = Object.entries(node.learned).map(([name, all]) => {
    const values = all.map(inside);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  const given = { ...Object.fromEntries(learned), ...node.constants };
  return { kernel: node.kernel, ...variance, ...settingsOf(node), arguments: given };
}

/** A value that a fit drove onto one of its bounds is taken a little inside, where it can still be moved. */
function inside(parameter: Parameter): number {
  const { value } = parameter;
  const range = rangeOf(parameter);
  if (range === undefined) return value;
  const [low, high] = range;
  const margin = 1e-6 * (high - low);
  return Math.min(Math.max(value, low + margin), high - margin);
}

function settingsOf(node: Node): { readonly settings?: Settings } {
  const learned = isGroup(node) ? [] : Object.entries(node.learned);
  const all = [
    ...(node.variance === undefined ? [] : [["variance", node.variance] as const]),
    ...learned.flatMap(([name, list]) =>
      list.map((one, i) => [list.length === 1 ? name : `${name}[${i}]`, one] as const),
    ),
  ];
  const settings = all.flatMap(([name, { value: _, ...setting }]) => {
    const said = Object.entries(setting).filter(([, part]) => part !== undefined && part !== false);
    return said.length === 0 ? [] : [[name, Object.fromEntries(said) as Setting] as const];
  });
  return settings.length === 0 ? {} : { settings: Object.fromEntries(settings) };
}

/** The tree of a covariance. */
export function treeOf(covariance: Started, name = "whole"): Node {
  const { variance, settings } = covariance;
  const common = {
    id: freshId(),
    name,
    ...(variance === undefined ? {} : { variance: { value: variance, ...settingOf(settings, "variance") } }),
  };
  if ("parts" in covariance) {
    const children = Object.entries(covariance.parts).map(([part, inner]) => treeOf(inner, part));
    return { ...common, kernel: covariance.kernel, children };
  }
  const { learned, fixed } = familyOf(covariance.kernel);
  const given = covariance.arguments;
  const listed = (one: string): Parameter[] =>
    [given[one]].flat().map((value, i) => ({ value, ...settingOf(settings, one, i) }));
  return {
    ...common,
    kernel: covariance.kernel,
    learned: Object.fromEntries(learned.map((one) => [one, listed(one)])),
    constants: Object.fromEntries(fixed.map((one) => [one, given[one] as number])),
  };
}

/** Data of which starts can be derived. */
export interface Observed {
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
}

/** The tree of a covariance, with what the data suggest where it leaves a start open. */
export function treeFor(covariance: Covariance, { x, y }: Observed, name?: string): Node {
  return treeOf(startsFrom(covariance, x, y), name);
}

/** A parameter with the path by which it is shown, such as `season.decay.length`. */
export interface Row {
  readonly path: string;
  readonly node: string;
  /** "variance", or the name of an argument. */
  readonly argument: string;
  /** Which of several values of the argument. */
  readonly index: number;
  readonly parameter: Parameter;
}

/** All parameters, in the order in which the model package counts them: variance, arguments or parts. */
export function rowsOf(node: Node, path = ""): Row[] {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const own: Row[] =
    node.variance === undefined
      ? []
      : [{ path: at("variance"), node: node.id, argument: "variance", index: 0, parameter: node.variance }];
  if (isGroup(node)) return [...own, ...node.children.flatMap((child) => rowsOf(child, at(child.name)))];
  return [...own, ...argumentRows(node, at)];
}

function argumentRows(node: LeafNode, at: (name: string) => string): Row[] {
  return Object.entries(node.learned).flatMap(([argument, all]) =>
    all.map((parameter, index) => ({
      path: all.length === 1 ? at(argument) : `${at(argument)}.${index}`,
      node: node.id,
      argument,
      index,
      parameter,
    })),
  );
}

/** A tree with other parameters, in the order of `rowsOf`. */
export function withParameters(node: Node, parameters: readonly Parameter[]): Node {
  let next = 0;
  const visit = (one: Node): Node => {
    const head = one.variance === undefined ? {} : { variance: parameters[next++] };
    if (isGroup(one)) return { ...one, ...head, children: one.children.map(visit) };
    const learned = Object.entries(one.learned).map(([name, all]) => [name, all.map(() => parameters[next++])]);
    return { ...one, ...head, learned: Object.fromEntries(learned) };
  };
  return visit(node);
}

/** A tree with other values, in the order of `rowsOf`; what is set of its parameters stays. */
export function withValues(node: Node, values: readonly number[]): Node {
  return withParameters(
    node,
    rowsOf(node).map(({ parameter }, i) => ({ ...parameter, value: values[i] })),
  );
}

/** Digits of the values in an expression. */
const digits = 4;

/** A tree as an expression is written: with values of a few digits. */
export function rounded(node: Node): Node {
  return withValues(
    node,
    rowsOf(node).map(({ parameter: { value } }) => Number(value.toPrecision(digits))),
  );
}

/** A tree that was written, with the identities and names of the one before it, and all digits where none was changed. */
export function inheriting(next: Node, before: Node): Node {
  const variance = exact(next.variance, before.variance);
  if (next.kernel !== before.kernel) return { ...next, name: before.name };
  const head = { id: before.id, name: before.name, ...(variance === undefined ? {} : { variance }) };
  if (isGroup(next) && isGroup(before)) {
    const unused = [...before.children];
    const children = next.children.map((child) => {
      const at = unused.findIndex((one) => shapeOf(one) === shapeOf(child));
      const twin = at >= 0 ? at : unused.findIndex((one) => one.kernel === child.kernel);
      return twin < 0 ? child : inheriting(child, unused.splice(twin, 1)[0]);
    });
    const named: Node[] = [];
    for (const child of children) named.push({ ...child, name: freeName(child.name, named) });
    return { ...next, ...head, children: named };
  }
  if (isGroup(next) || isGroup(before)) return next;
  const learned = Object.entries(next.learned).map(([name, all]) => [
    name,
    all.map((one, i) => exact(one, before.learned[name]?.[i]) ?? one),
  ]);
  return { ...next, ...head, learned: Object.fromEntries(learned) };
}

function exact(next: Parameter | undefined, before: Parameter | undefined): Parameter | undefined {
  if (next === undefined || before === undefined) return next;
  return Number(before.value.toPrecision(digits)) === next.value ? { ...next, value: before.value } : next;
}

/** The kernels of a tree, in their arrangement. */
export function shapeOf(node: Node): string {
  return isGroup(node) ? `${node.kernel}(${node.children.map(shapeOf).join()})` : node.kernel;
}
