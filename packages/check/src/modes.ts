import type { Tensor } from "@wengert/array";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { inner } from "@wengert/trace";
import { expectClose } from "./compare.ts";
import { direction } from "./directions.ts";
import { RuleCheckError } from "./errors.ts";
import { differences, type FiniteDifferenceOptions, type TensorsFunction } from "./finitedifference.ts";

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

export function directionsLike(xs: readonly Tensor[], seed: number, symmetric: readonly boolean[] = []): Tensor[] {
  return xs.map((x, i) => direction(x.shape, seed + i, symmetric[i]));
}

/** Forward mode against finite differences. */
export function checkForward({ op, f, xs, symmetric }: Subject, claim: string, options: Tolerances): void {
  const dxs = directionsLike(xs, 1, symmetric);
  const [, dys] = pushed(f, xs, dxs);
  expectClose(
    op,
    `${claim} against finite differences`,
    dys,
    differences(f, xs, dxs, options),
    options.tolerance ?? 1e-7,
  );
}

/** Reverse mode against finite differences, where forward mode is not to be used. */
export function checkReverse({ op, f, xs, symmetric }: Subject, claim: string, options: Tolerances): void {
  const dxs = directionsLike(xs, 1, symmetric);
  const ybars = directionsLike(f(xs), 5);
  const [, xbars] = pulled(f, xs, ybars);
  const wanted = total(ybars, differences(f, xs, dxs, options));
  compareNumbers(op, `${claim} against finite differences`, total(xbars, dxs), wanted, options.tolerance ?? 1e-7);
}

/** ⟨ȳ, J·dx⟩ = ⟨Jᵀ·ȳ, dx⟩: the two modes are transposes of each other. */
export function checkTranspose({ op, f, xs, symmetric }: Subject, claim: string, options: Tolerances): void {
  for (const seed of [2, 11]) {
    const dxs = directionsLike(xs, seed, symmetric);
    const ybars = directionsLike(f(xs), seed + 5);
    const [, dys] = pushed(f, xs, dxs);
    const [, xbars] = pulled(f, xs, ybars);
    const parts = dys.map((dy, i) => Math.abs(inner(ybars[i], dy)));
    // Divided by NaN or ∞ all products would agree.
    const sizes = [...parts, ...xbars.map((xbar, i) => norm(xbar) * norm(dxs[i]))];
    const scale = sizes.filter(Number.isFinite).reduce((most, size) => Math.max(most, size), 1);
    const [forward, reverse] = [total(ybars, dys), total(xbars, dxs)];
    compareNumbers(op, claim, reverse / scale, forward / scale, options.exact ?? 1e-11);
  }
}

function total(xs: readonly Tensor[], ys: readonly Tensor[]): number {
  return xs.reduce((sum, x, i) => sum + inner(x, ys[i]), 0);
}

function norm(x: Tensor): number {
  return Math.sqrt(inner(x, x));
}

function compareNumbers(op: string, claim: string, got: number, wanted: number, tolerance: number): void {
  const error = Math.abs(got - wanted) / Math.max(1, Math.abs(wanted));
  if (error <= tolerance || Object.is(got, wanted)) return;
  throw new RuleCheckError(
    `${op}: ${claim}: inner products ${got} and ${wanted} differ by ${error.toExponential(1)}, allowed ` +
      `${tolerance.toExponential(1)}.`,
    op,
  );
}
