import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, div, mul } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { type Value, zerosLike } from "@wengert/rule";
import { constant, rule } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { block } from "../parts/block.ts";
import { mT } from "../parts/transpose.ts";

/** f(A) and its derivative L(A, E) in a direction, of plain matrices, n×n and row by row. */
export type WithDirection = (
  n: number,
  a: Float64Array,
  e: Float64Array,
) => readonly [value: Float64Array, derivative: Float64Array];

/** f(A) and L(A, E) as operations. */
export interface MatrixFunction {
  readonly value: (a: Value) => Tensor;
  readonly derivative: (a: Value, e: Value) => Tensor;
}

/**
 * A function of matrices that is given by a power series, or glued of such, with its Fréchet derivative L(A, E): that is
 * linear in E, and its transpose is L(Aᵀ, ·).
 *
 *     dF = L(A, dA),   Ā = L(Aᵀ, F̄)
 *
 * The function of a block triangular matrix holds the derivative, f([A E; 0 A]) = [f(A) L(A, E); 0 f(A)]. Differentiated
 * once more, along [dA dE; 0 dA], that says how L moves; so L is closed under differentiation, with blocks of twice the order:
 *
 *     dL = upper right block of L([A E; 0 A], [dA dE; 0 dA])
 *
 * For the transpose of that, the blocks change places, so that [Aᵀ 0; Eᵀ Aᵀ] becomes [Aᵀ Eᵀ; 0 Aᵀ]: algorithms see the zeros, and
 * that eigenvalues are repeated.
 *
 * One A may have many directions, and many A one: the leading axes of both broadcast.
 *
 * Source: Higham, "Functions of Matrices: Theory and Computation", 2008, chapter 3.
 *
 * @param besides - how large the largest entry of E shall be in such a block, given that of A; by default the same
 */
export function primaryFunction(
  name: string,
  value: (n: number, a: Float64Array) => Float64Array,
  both: WithDirection,
  besides: (size: number) => number = (size) => (size === 0 ? 1 : size),
): MatrixFunction {
  const balance = balancing(name, besides);
  const derivative: (a: Value, e: Value) => Tensor = rule({
    name,
    impl: (a: Tensor, e: Tensor): Tensor => {
      const { batch, count, starts } = match(name, a, e);
      const n = a.shape[a.ndim - 1];
      if (dependsNot(e)) return absentOf([...batch, n, n]);
      const out = new Float64Array(count * n * n);
      for (let b = 0; b < count && n > 0; b++) {
        out.set(both(n, part(a, n, starts[0][b]), part(e, n, starts[1][b]))[1], b * n * n);
      }
      return dependingOnEach(fromData(out, [...batch, n, n]), e);
    },
    jvp: ([da, de], [a, e]) => {
      if (da === undefined) return de === undefined ? undefined : derivative(a, de);
      const scale = balance(a, e);
      const moved = derivative(blocks(a, mul(scale, e)), blocks(da, mul(scale, de ?? zerosLike(e))));
      const n = a.shape[a.ndim - 1];
      return div(block(moved, n, n, 0, n), scale);
    },
    vjp: (lbar, [a, e]) => [
      () => {
        const n = a.shape[a.ndim - 1];
        const scale = balance(a, e);
        const corner = block(lbar, 2 * n, 2 * n, -n, 0);
        const pulled = derivative(blocks(mT(a), mul(scale, mT(e))), corner);
        return sumTo(div(add(block(pulled, n, n), block(pulled, n, n, n, n)), scale), a.shape);
      },
      () => sumTo(derivative(mT(a), lbar), e.shape),
    ],
  });
  // The derivative does not need the value: in a program that has been written down, it stands without it, and its check.
  const finite: (a: Value) => Tensor = rule({
    name,
    impl: (a: Tensor): Tensor => {
      refuseNonFinite(name, "a", a);
      return a;
    },
    jvp: ([da]) => da,
    vjp: (abar) => [abar],
    batch: "leading",
  });
  return {
    derivative,
    value: rule({
      name,
      impl: (a: Tensor): Tensor => {
        refuseNonFinite(name, "a", a);
        return eachOf(a, (n, start) => value(n, part(a, n, start)));
      },
      jvp: ([da], [a]) => (da === undefined ? undefined : derivative(finite(a), da)),
      vjp: (ybar, [a]) => [derivative(mT(finite(a)), ybar)],
    }),
  };
}

/** [A E; 0 A] */
function blocks(a: Tensor, e: Tensor): Tensor {
  const n = a.shape[a.ndim - 1];
  const diagonal = add(block(a, 2 * n, 2 * n), block(a, 2 * n, 2 * n, -n, -n));
  return add(diagonal, block(e, 2 * n, 2 * n, 0, -n));
}

/**
 * For each matrix a power of two that makes E as large as is wanted beside A: L is linear in E, but a large block would have to
 * be scaled down.
 */
function balancing(name: string, besides: (size: number) => number): (a: Value, e: Value) => Tensor {
  return constant({
    name,
    impl: (a: Tensor, e: Tensor): Tensor => {
      const { batch, count, starts } = match(name, a, e);
      const n = a.shape[a.ndim - 1];
      const scales = Float64Array.from({ length: count }, (_, b) => {
        const [size, other] = [a, e].map((x, k) =>
          part(x, n, starts[k][b]).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        );
        if (other === 0 || !Number.isFinite(other)) return 1;
        const exponent = Math.floor(Math.log2(besides(size)) - Math.log2(other));
        // Its reciprocal must be a number, too.
        return 2 ** Math.max(-900, Math.min(900, exponent));
      });
      return fromData(scales, [...batch, 1, 1]);
    },
  });
}

function part(x: Tensor, n: number, start: number): Float64Array {
  return x.data.subarray(start, start + n * n);
}

/** A batch of plain matrices, each mapped by a function. */
export function eachOf(a: Tensor, f: (n: number, start: number) => Float64Array): Tensor {
  const n = a.shape[a.ndim - 1];
  const out = new Float64Array(a.size);
  for (let start = 0; start < out.length; start += n * n) out.set(f(n, start), start);
  return fromData(out, a.shape);
}
