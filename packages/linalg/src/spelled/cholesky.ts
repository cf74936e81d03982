import type { Arithmetic, Cell, Elements, Spelled } from "@wengert/rule/library";
import { allPresent, singleOrder } from "./cells.ts";
import { signsOf } from "./signs.ts";

/*
 * The Cholesky factor of a small matrix and what is made of it, in their numbers: each in the order in which it is computed for
 * plain matrices of this order.
 */

/** Up to this order the kernels factor a matrix in plain loops. */
const LARGEST = 12;

/** The spelling of a factorization. */
export function spelledCholesky([a]: readonly Elements[], arithmetic: Arithmetic): Spelled | undefined {
  const n = singleOrder(a);
  return n === undefined ? undefined : allPresent(spelledFactor(n, a.cells, arithmetic));
}

/** L of A = L Lᵀ, zeros above the diagonal; as `factorDirectly` of the array package. The conditions are those of its errors. */
function spelledFactor(n: number, a: readonly Cell[], arithmetic: Arithmetic): readonly Cell[] | undefined {
  if (n > LARGEST) return undefined;
  const { minus, times, over, less, constant } = signsOf(arithmetic);
  const l = new Array<Cell>(n * n).fill(constant(0));
  for (let i = 0; i < n; i++) {
    let pivot = a[i * n + i];
    for (let j = 0; j < i; j++) {
      let s = a[i * n + j];
      for (let p = 0; p < j; p++) s = minus(s, times(l[i * n + p], l[j * n + p]));
      s = over(s, l[j * n + j]);
      l[i * n + j] = s;
      pivot = minus(pivot, times(s, s));
    }
    arithmetic.require(less(constant(0), pivot));
    arithmetic.require(less(pivot, constant(Number.POSITIVE_INFINITY)));
    l[i * n + i] = arithmetic.operator("√", pivot);
  }
  return l;
}

/** (L Lᵀ)⁻¹ = WᵀW with W = L⁻¹, as `invertInPanels` of the array package, and its mirror image above the diagonal. */
export function spelledInverse(n: number, l: readonly Cell[], arithmetic: Arithmetic): readonly Cell[] {
  const { plus, minus, times, over, constant } = signsOf(arithmetic);
  const [zero, one] = [constant(0), constant(1)];
  const reciprocals = Array.from({ length: n }, (_, i) => over(one, l[i * n + i]));
  const w = new Array<Cell>(n * n).fill(zero);
  for (let c = 0; c < n; c++) {
    w[c * n + c] = reciprocals[c];
    for (let i = c + 1; i < n; i++) {
      let s = zero;
      for (let p = c; p < i; p++) s = minus(s, times(l[i * n + p], w[p * n + c]));
      w[i * n + c] = times(s, reciprocals[i]);
    }
  }
  const out = w.slice();
  for (let r = 0; r < n; r++) {
    for (let c = 0; c <= r; c++) {
      let s = zero;
      for (let p = r; p < n; p++) s = plus(s, times(w[p * n + r], w[p * n + c]));
      out[r * n + c] = s;
      out[c * n + r] = s;
    }
  }
  return out;
}

/** dL from dA, as `pushFactor`. @param da - symmetric */
export function spelledPush(
  n: number,
  l: readonly Cell[],
  da: readonly Cell[],
  arithmetic: Arithmetic,
): readonly Cell[] | undefined {
  if (n > LARGEST) return undefined;
  const { plus, minus, times, over, constant } = signsOf(arithmetic);
  const [zero, two] = [constant(0), constant(2)];
  const g = da.map((cell, at) => (at % n > Math.floor(at / n) ? zero : cell));
  for (let i = 0; i < n; i++) {
    let pivot = g[i * n + i];
    for (let j = 0; j < i; j++) {
      let s = g[i * n + j];
      for (let p = 0; p < j; p++)
        s = minus(s, plus(times(g[i * n + p], l[j * n + p]), times(l[i * n + p], g[j * n + p])));
      s = over(minus(s, times(l[i * n + j], g[j * n + j])), l[j * n + j]);
      g[i * n + j] = s;
      pivot = minus(pivot, times(times(two, s), l[i * n + j]));
    }
    g[i * n + i] = over(pivot, times(two, l[i * n + i]));
  }
  return g;
}

/** Ā from L̄, as `pullFactor`. */
export function spelledPull(
  n: number,
  l: readonly Cell[],
  lbar: readonly Cell[],
  arithmetic: Arithmetic,
): readonly Cell[] | undefined {
  if (n > LARGEST) return undefined;
  const { minus, times, over, constant } = signsOf(arithmetic);
  const [two, half] = [constant(2), constant(0.5)];
  const g = lbar.slice();
  for (let i = n - 1; i >= 0; i--) {
    const pivot = over(g[i * n + i], times(two, l[i * n + i]));
    g[i * n + i] = pivot;
    for (let j = 0; j < i; j++) g[i * n + j] = minus(g[i * n + j], times(times(two, pivot), l[i * n + j]));
    for (let j = i - 1; j >= 0; j--) {
      const b = over(g[i * n + j], l[j * n + j]);
      for (let p = 0; p < j; p++) {
        g[i * n + p] = minus(g[i * n + p], times(b, l[j * n + p]));
        g[j * n + p] = minus(g[j * n + p], times(b, l[i * n + p]));
      }
      g[j * n + j] = minus(g[j * n + j], times(b, l[i * n + j]));
      g[i * n + j] = times(half, b);
      g[j * n + i] = times(half, b);
    }
  }
  return g;
}
