import { isTensor, type Tensor } from "@wengert/array";
import type { Outputs, Rule } from "../contract.ts";
import { readsNumbers } from "../errors.ts";
import { notLending } from "../memory.ts";
import { outputsLike } from "../outputs.ts";
import { zerosLike } from "../tangent.ts";
import { type Interpreter, isTraced } from "../traced.ts";
import { noneDepends, whereDepends } from "./depending.ts";
import { returnedCotangent, returnedCotangents, returnedTangent } from "./returned.ts";

/*
 * The derivatives of authors' rules, checked. Their code may read numbers. Where a value stands for many at once it has
 * none, so that such code is run for each of them.
 */

type Maybe = Tensor | undefined;

/** The cotangents of the arguments; undefined where there is none, or nobody wants it. */
export function cotangentsOf(
  rule: Rule,
  ybar: unknown,
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
  wanted: readonly (boolean | number)[],
): readonly Maybe[] {
  const [bars, parts] = [listOf(y, ybar), listOf(y, y)];
  return forEachValue([...bars, ...parts, ...xs], (all) => {
    const own = all.slice(2 * parts.length) as readonly Tensor[];
    const ybars = all.slice(0, parts.length);
    if (noneDepends(ybars)) return own.map((x, k) => (wanted[k] ? zerosLike(x) : undefined));
    const [bar, value] = [outputsLike(y, all), outputsLike(y, all.slice(parts.length))];
    const returned = returnedCotangents(rule, rule.vjp?.(bar, own, value as Outputs, attributes), wanted);
    const xbars = own.map((x, k) => (wanted[k] ? returnedCotangent(rule, returned[k], x, k) : undefined));
    return xbars.map(whereDepends(ybars));
  });
}

/** The tangents of the outputs, in the order of their keys; undefined where there is none. */
export function tangentsOf(
  rule: Rule,
  dxs: readonly Maybe[],
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
): readonly Maybe[] {
  const parts = listOf(y, y);
  return forEachValue([...parts, ...xs, ...dxs], (all) => {
    const own = all.slice(parts.length, parts.length + xs.length) as readonly Tensor[];
    const along = all.slice(parts.length + xs.length);
    if (noneDepends(along)) return parts.map((_, k) => zerosLike(all[k] as Tensor));
    const value = outputsLike(y, all) as Outputs;
    const dy = rule.jvp?.(along, own, value, attributes);
    const dys = listOf(y, dy);
    return parts.map((_, k) => returnedTangent(rule, dys[k], all[k] as Tensor)).map(whereDepends(along));
  });
}

/** What belongs to outputs, as a list in the order of their keys. */
export function listOf(y: Outputs, of: unknown): readonly Maybe[] {
  if (isTensor(y)) return [of as Maybe];
  return Object.keys(y).map((key) => (of as Record<string, Maybe> | null | undefined)?.[key]);
}

/** Runs code once, or, where it reads the numbers of values that stand for many, for each of these. */
export function forEachValue(
  values: readonly Maybe[],
  f: (values: readonly Maybe[]) => readonly Maybe[],
): readonly Maybe[] {
  try {
    return f(values);
  } catch (error) {
    const many = readsNumbers(error) ? manyOf(values) : undefined;
    const each = many?.each;
    if (each === undefined) throw error;
    const ofOne = (element: (x: Tensor) => Tensor): readonly Maybe[] =>
      forEachValue(
        values.map((x) => (x === undefined ? undefined : element(x))),
        f,
      );
    return notLending(values, () => each.call(many, ofOne));
  }
}

/** The innermost interpreter among those that follow these. One of derivatives does not know values one by one. */
function manyOf(values: readonly Maybe[]): Interpreter | undefined {
  let innermost: Interpreter | undefined;
  for (const x of values) {
    if (isTraced(x) && (innermost === undefined || x.interpreter.depth > innermost.depth)) innermost = x.interpreter;
  }
  return innermost;
}
