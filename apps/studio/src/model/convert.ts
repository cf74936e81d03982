import {
  type Covariance,
  familyOf,
  type Setting,
  type Settings,
  type Started,
  settingOf,
  startsFrom,
} from "@wengert/gp-app/model";
import { freshId, isGroup, type LeafNode, type Node, type Parameter } from "./tree.ts";

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
function inside({ value, bounds }: Parameter): number {
  if (bounds === undefined) return value;
  const [low, high] = bounds;
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

/** A new tree with the settings and identities of an old one, wherever both have a node at the same path. */
export function inheriting(next: Node, before: Node): Node {
  const same = next.kernel === before.kernel;
  const variance = same && next.variance && before.variance ? { ...before.variance, ...next.variance } : next.variance;
  const head = { id: same ? before.id : next.id, name: next.name, variance };
  if (isGroup(next)) {
    const others = isGroup(before) ? before.children : [before];
    const children = next.children.map((child) => {
      const twin = others.find((one) => one.name === child.name);
      return twin === undefined ? child : inheriting(child, twin);
    });
    return { ...next, ...head, children };
  }
  if (!same || isGroup(before)) return next;
  const learned = Object.entries(next.learned).map(([name, all]) => [
    name,
    all.map((parameter, i) => ({ ...before.learned[name]?.[i], ...parameter })),
  ]);
  return { ...next, ...head, learned: Object.fromEntries(learned) };
}
