import { ArgumentError, type Tensor } from "@wengert/array";
import { expectArray, expectFunction, expectOptions, fromData, kindOf } from "@wengert/array/author";
import { type Inputs, type Lifted, zerosLike } from "@wengert/rule";
import { alignedTo, concrete, type Leaves, leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";

/** How finite differences are taken. */
export interface FiniteDifferenceOptions {
  /** The largest step along the direction; the values at ±step, ±step/2 and ±step/4 are used. Default 2e-3. */
  readonly step?: number;
}

/** A function of several tensors, to several. */
export type TensorsFunction = (xs: readonly Tensor[]) => readonly Tensor[];

/**
 * The derivative of a function along a direction, from values alone: central differences with three steps, combined so
 * that the error terms of order h² and h⁴ cancel (Richardson extrapolation).
 *
 *     D(h) = (f(x + h·dx) − f(x − h·dx)) / 2h
 *     D ≈ (64·D(h/4) − 20·D(h/2) + D(h)) / 45
 *
 * About eleven digits are right for a smooth function with x and dx of order 1.
 *
 * @param f - of trees, to a tree
 * @param primals - the arguments, in an array
 * @param tangents - for each argument a tree like it; null and undefined are zero
 * @returns a tree like the value
 * @throws {CotangentShapeError} for a tangent of another shape than its value
 * @example
 * import { finiteDifference } from "@wengert/check";
 * import { sin } from "@wengert/ops";
 *
 * finiteDifference((x) => sin(x), [0], [1]).item().toFixed(9); // => "1.000000000"
 */
export function finiteDifference<A extends readonly unknown[] = readonly Tensor[], Y = unknown>(
  f: (...args: A) => Y,
  primals: Inputs<NoInfer<A>>,
  tangents: NoInfer<{ readonly [I in keyof A]: unknown }>,
  options: FiniteDifferenceOptions = {},
): Lifted<Y> {
  expectFunction("finiteDifference", "f", f);
  expectArray("finiteDifference", "primals", primals);
  expectArray("finiteDifference", "tangents", tangents);
  expectOptions("finiteDifference", options, ["step"]);
  const inputs = leavesOf("finiteDifference", primals);
  const dxs = alignedTo(inputs, "finiteDifference", "tangent", tangents);
  const run = (xs: readonly Tensor[]): Leaves => leavesOf("finiteDifference", f(...unflatten<A>(inputs.structure, xs)));
  const { values } = inputs;
  const dys = differences(
    (xs) => run(xs).values,
    values,
    dxs.map((dx, i) => dx ?? zerosLike(values[i])),
    options,
  );
  return unflatten(run(values).structure, dys);
}

/** `finiteDifference` over leaves. */
export function differences(
  f: TensorsFunction,
  xs: readonly Tensor[],
  dxs: readonly Tensor[],
  { step = 2e-3 }: FiniteDifferenceOptions = {},
): readonly Tensor[] {
  if (!(Number.isFinite(step) && step > 0)) {
    throw new ArgumentError(
      `finiteDifference: step must be a positive number, not ${kindOf(step)}.`,
      "finiteDifference",
    );
  }
  const central = (h: number): readonly Float64Array[] => {
    const [up, down] = [f(perturbed(xs, dxs, h)), f(perturbed(xs, dxs, -h))];
    return up.map((y, i) => {
      const low = concrete(down[i]).data;
      return concrete(y).data.map((value, k) => (value - low[k]) / (2 * h));
    });
  };
  const [coarse, middle, fine] = [central(step), central(step / 2), central(step / 4)];
  return f(xs).map((y, i) =>
    fromData(
      fine[i].map((value, k) => (64 * value - 20 * middle[i][k] + coarse[i][k]) / 45),
      y.shape,
    ),
  );
}

/** The arguments moved along a direction. */
export function perturbed(xs: readonly Tensor[], dxs: readonly Tensor[], h: number): Tensor[] {
  return xs.map((x, i) => {
    const [from, along] = [concrete(x).data, concrete(dxs[i]).data];
    return fromData(
      from.map((value, k) => value + h * along[k]),
      x.shape,
    );
  });
}
