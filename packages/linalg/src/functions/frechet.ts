import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, mul } from "@wengert/ops";
import { type Value, zerosLike } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { concrete } from "@wengert/trace";
import { window } from "../parts/block.ts";
import { mT } from "../parts/symmetric.ts";

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
  const derivative: (a: Value, e: Value) => Tensor = rule({
    name,
    impl: (a: Tensor, e: Tensor): Tensor => eachOf(a, (n, start) => both(n, part(a, n, start), part(e, n, start))[1]),
    jvp: ([da, de], [a, e]) => {
      if (da === undefined) return de === undefined ? undefined : derivative(a, de);
      const scale = balance(a, e, besides);
      const moved = derivative(blocks(a, mul(scale, e)), blocks(da, mul(scale, de ?? zerosLike(e))));
      const n = a.shape[a.ndim - 1];
      return mul(1 / scale, window(moved, n, n, 0, n));
    },
    vjp: (lbar, [a, e]) => [
      () => {
        const n = a.shape[a.ndim - 1];
        const scale = balance(a, e, besides);
        const corner = window(lbar, 2 * n, 2 * n, -n, 0);
        const pulled = derivative(blocks(mT(a), mul(scale, mT(e))), corner);
        return mul(1 / scale, add(window(pulled, n, n), window(pulled, n, n, n, n)));
      },
      () => derivative(mT(a), lbar),
    ],
  });
  return {
    derivative,
    value: rule({
      name,
      impl: (a: Tensor): Tensor => eachOf(a, (n, start) => value(n, part(a, n, start))),
      jvp: ([da], [a]) => (da === undefined ? undefined : derivative(a, da)),
      vjp: (ybar, [a]) => [derivative(mT(a), ybar)],
    }),
  };
}

/** [A E; 0 A] */
function blocks(a: Tensor, e: Tensor): Tensor {
  const n = a.shape[a.ndim - 1];
  const diagonal = add(window(a, 2 * n, 2 * n), window(a, 2 * n, 2 * n, -n, -n));
  return add(diagonal, window(e, 2 * n, 2 * n, 0, -n));
}

/** A power of two that makes E no larger than is wanted beside A: L is linear in it, but a large block would have to be scaled down. */
function balance(a: Tensor, e: Tensor, besides: (size: number) => number): number {
  const [size, other] = [a, e].map((x) => concrete(x).data.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  if (other === 0 || !Number.isFinite(other)) return 1;
  const exponent = Math.floor(Math.log2(besides(size)) - Math.log2(other));
  // Its reciprocal must be a number, too.
  return 2 ** Math.max(-900, Math.min(900, exponent));
}

function part(x: Tensor, n: number, start: number): Float64Array {
  return x.data.subarray(start, start + n * n);
}

/** What a function makes of each plain matrix, together. */
export function eachOf(a: Tensor, f: (n: number, start: number) => Float64Array): Tensor {
  const n = a.shape[a.ndim - 1];
  const out = new Float64Array(a.size);
  for (let start = 0; start < out.length; start += n * n) out.set(f(n, start), start);
  return fromData(out, a.shape);
}
