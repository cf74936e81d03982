import type { Tensor } from "@wengert/array";
import { fromData, scalar } from "@wengert/array/author";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { concrete, inner } from "@wengert/trace";
import { expectFinite, largestOf } from "./compare.ts";
import { direction } from "./directions.ts";
import { RuleCheckError } from "./errors.ts";
import type { FiniteDifferenceOptions, TensorsFunction } from "./finitedifference.ts";
import { located } from "./locate.ts";
import { agreeWithDifferences, rounding } from "./settle.ts";

/** A function under test, at a point. */
export interface Subject {
  readonly op: string;
  readonly f: TensorsFunction;
  readonly xs: readonly Tensor[];
  /** Which arguments are symmetric matrices. */
  readonly symmetric: readonly boolean[];
}

/** How closely derivatives must agree. */
export interface Tolerances extends FiniteDifferenceOptions {
  /** Against finite differences, relative. Default 1e-7. */
  readonly tolerance?: number;
  /** Between the two modes, relative. Default 1e-11. */
  readonly exact?: number;
}

/** The names of `Tolerances`. */
export const tolerances: readonly string[] = ["step", "tolerance", "exact"];

/** A function's value and tangent, by forward mode. */
export function pushed(
  f: TensorsFunction,
  xs: readonly Tensor[],
  dxs: readonly (Tensor | undefined)[],
): [Tensor[], Tensor[]] {
  return jvp((args: readonly Tensor[]) => f(args) as Tensor[], [xs], [dxs]) as [Tensor[], Tensor[]];
}

/** A function's value and the cotangents of its arguments, by reverse mode. */
export function pulled(
  f: TensorsFunction,
  xs: readonly Tensor[],
  ybars: readonly (Tensor | undefined)[],
): [Tensor[], Tensor[]] {
  const [ys, pullback] = pullbackOf(f, xs);
  return [ys, pullback(ybars)];
}

/** A function's value and its pullback. */
export function pullbackOf(
  f: TensorsFunction,
  xs: readonly Tensor[],
): [Tensor[], (ybars: readonly (Tensor | undefined)[]) => Tensor[]] {
  const [ys, pullback] = vjp((args: readonly Tensor[]) => f(args) as Tensor[], xs);
  return [ys as Tensor[], (ybars) => pullback(ybars as Tensor[])[0] as Tensor[]];
}

/** Cotangents without pattern. */
export function directionsLike(xs: readonly Tensor[], seed: number): Tensor[] {
  return xs.map((x, i) => direction(x.shape, seed + i));
}

/** Directions without pattern, each of the size of its argument. */
export function directionsAt({ xs, symmetric }: Subject, seed: number): Tensor[] {
  return xs.map((x, i) => {
    const size = 2 ** Math.floor(Math.log2(largestOf([x]) || 1));
    return fromData(
      direction(x.shape, seed + i, symmetric[i]).data.map((value) => value * size),
      x.shape,
    );
  });
}

/** Forward mode against finite differences. */
export function checkForward(subject: Subject, claim: string, options: Tolerances): void {
  const { op, f, xs, symmetric } = subject;
  located(directionsAt(subject, 1), symmetric, (dxs) => {
    const [, dys] = pushed(f, xs, dxs);
    expectFinite(op, claim, dys);
    agreeWithDifferences(op, `${claim} against finite differences`, f, xs, dxs, dys, options);
  });
}

/** Reverse mode against finite differences, where forward mode is not to be used. */
export function checkReverse(subject: Subject, claim: string, options: Tolerances): void {
  const { op, f, xs, symmetric } = subject;
  const ybars = directionsLike(f(xs), 5);
  const [, xbars] = pulled(f, xs, ybars);
  expectFinite(op, claim, xbars);
  // The values weighed by ȳ are one number, whose derivative is ⟨x̄, dx⟩.
  const weighed: TensorsFunction = (at) => [scalar(total(ybars, f(at)))];
  located(directionsAt(subject, 1), symmetric, (dxs) => {
    const dy = scalar(total(xbars, dxs));
    agreeWithDifferences(op, `${claim} against finite differences`, weighed, xs, dxs, [dy], options);
  });
}

/** ⟨ȳ, J·dx⟩ = ⟨Jᵀ·ȳ, dx⟩: the two modes are transposes of each other. */
export function checkTranspose(subject: Subject, claim: string, options: Tolerances): void {
  const { op, f, xs } = subject;
  const { exact = 1e-11 } = options;
  for (const seed of [2, 11]) {
    const dxs = directionsAt(subject, seed);
    const ybars = directionsLike(f(xs), seed + 5);
    const [ys, dys] = pushed(f, xs, dxs);
    const [, xbars] = pulled(f, xs, ybars);
    expectFinite(op, `${claim}: the tangent`, dys);
    expectFinite(op, `${claim}: the cotangent`, xbars);
    const [forward, reverse] = [total(ybars, dys), total(xbars, dxs)];
    const scale = largestProduct([ybars, dys], [xbars, dxs]);
    const error = Math.abs(reverse - forward);
    // The direction is of the size of the arguments: of a derivative of 0, rounding may leave so much.
    if (error <= exact * scale + rounding * largestProduct([ybars, ys])) continue;
    throw new RuleCheckError(
      `${op}: ${claim}: inner products ${reverse} and ${forward} differ by ${(error / scale).toExponential(1)} of the ` +
        `largest product, allowed ${exact.toExponential(1)}.`,
      op,
    );
  }
}

function total(xs: readonly Tensor[], ys: readonly Tensor[]): number {
  return xs.reduce((sum, x, i) => sum + inner(x, ys[i]), 0);
}

function norm(x: Tensor): number {
  const size = largestOf([x]);
  if (size === 0) return 0;
  // Relative to the largest, so that squares neither overflow nor vanish.
  return size * Math.sqrt(concrete(x).data.reduce((total, value) => total + (value / size) ** 2, 0));
}

/** The largest product of the norms of two lists' tensors. */
function largestProduct(...pairs: readonly (readonly [readonly Tensor[], readonly Tensor[]])[]): number {
  return Math.max(0, ...pairs.flatMap(([xs, ys]) => xs.map((x, i) => norm(x) * norm(ys[i]))));
}
