import { kernels, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { addTangents, FirstOrderOnlyError, zerosLike } from "@wengert/rule";
import { bind, type Rule, ruleOf } from "@wengert/trace";
import { mT, symmetrized } from "../parts/symmetric.ts";
import { eigenOf } from "../spectral/eigh.ts";

/*
 * The terms of the expansion of f(A + E₁ + E₂ + …), for symmetric A = V diag(λ) Vᵀ and Ẽ = Vᵀ E V: with gₖ the table of
 * divided differences f[λ…] of order k,
 *
 *     T₀(A; g) = V diag(g₀) Vᵀ = f(A)
 *     Tₖ(A, E₁, …, Eₖ; g) = V X Vᵀ,   Xᵢⱼ = Σ gₖ[i, p, …, q, j] (Ẽ₁)ᵢₚ … (Ẽₖ)_qⱼ
 *
 * It is linear in the Eₖ and in g, and moving A inserts dA everywhere (Daleckii and Krein):
 *
 *     dTₖ = Σₚ Tₖ₊₁(A, E₁, …, Eₚ, dA, Eₚ₊₁, …, Eₖ; g)
 *
 * So the terms are closed under differentiation, and nothing is ever divided by a gap between eigenvalues. The tables of
 * all orders that may be needed are arguments, because f may depend on more than A.
 *
 * Because gₖ is symmetric, going round the cycle E₁ … Eₖ F̄ᵀ from another place gives the cotangents: each is a term again,
 * with transposes in reverse order. The cotangent of the table gₖ itself is the product of entries
 *
 *     Bₖ(A, E₁, …, Eₖ, F̄)[i, p, …, q, j] = F̃ᵢⱼ (Ẽ₁)ᵢₚ … (Ẽₖ)_qⱼ
 *
 * which, when A moves, becomes an entry of order k + 1; so its outputs are cotangents of all tables, zero at first.
 *
 * Sources: Daleckii and Krein 1965, in Higham, "Functions of Matrices", 2008, theorem 3.11 and appendix B.16.
 */

interface Order {
  /** How many directions Eₖ there are. */
  readonly k: number;
  /** How many tables there are: gₖ, gₖ₊₁, … */
  readonly tables: number;
}

/** Tₖ; arguments A, E₁, …, Eₖ, gₖ, gₖ₊₁, … */
const termRule: Rule = ruleOf({
  name: "matrixFunction",
  impl: (...args) => {
    const { k } = args[args.length - 1] as Order;
    const [a, ...rest] = args as Tensor[];
    const [n, v] = [a.shape[a.ndim - 1], eigenOf("matrixFunction", a).vectors];
    const turned = rest.slice(0, k).map((e) => turn(v, e, true));
    const out = new Float64Array(a.size);
    walk(n, k, a.size, turned, (b, i, j, at, entry) => {
      out[(b * n + i) * n + j] += entry * rest[k].data[at];
    });
    return turn(v, fromData(out, a.shape), false);
  },
  jvp: (dxs, [a, ...rest], _y, o) => {
    const { k } = o as Order;
    const [es, gs] = [rest.slice(0, k), rest.slice(k)];
    const [da, des, dgs] = [dxs[0], dxs.slice(1, k + 1), dxs.slice(k + 1)];
    const terms = des.flatMap((de, p) => (de === undefined ? [] : [term(a, es.with(p, de), gs)]));
    if (dgs.some((dg) => dg !== undefined)) terms.push(term(a, es, filled(dgs, gs)));
    if (da !== undefined) {
      const moved = symmetrized(da);
      for (let p = 0; p <= k; p++) terms.push(term(a, es.toSpliced(p, 0, moved), gs.slice(1)));
    }
    return terms.length === 0 ? undefined : addTangents(terms);
  },
  vjp: (ybar, [a, ...rest], _y, o) => {
    const { k, tables } = o as Order;
    const [es, gs] = [rest.slice(0, k), rest.slice(k)];
    let shares: readonly Tensor[] | undefined;
    const share = (i: number) => (): Tensor => {
      shares ??= products(a, es, ybar as Tensor, tables);
      return shares[i];
    };
    return [...cycles(a, es, ybar as Tensor, gs), ...gs.map((_, i) => share(i))];
  },
});

/** Bₖ; arguments A, E₁, …, Eₖ, F̄. */
const productRule: Rule = ruleOf({
  name: "matrixFunction",
  impl: (...args) => {
    const { k, tables } = args[args.length - 1] as Order;
    const [a, ...rest] = args.slice(0, -1) as Tensor[];
    const [n, v] = [a.shape[a.ndim - 1], eigenOf("matrixFunction", a).vectors];
    const [es, f] = [rest.slice(0, k).map((e) => turn(v, e, true)), turn(v, rest[k], true)];
    const outs = Array.from({ length: tables }, (_, i) => {
      const shape = [...a.shape.slice(0, -1), ...new Array<number>(k + i).fill(n)];
      return fromData(new Float64Array(shape.reduce((size, length) => size * length, 1)), shape);
    });
    walk(n, k, a.size, es, (b, i, j, at, entry) => {
      outs[0].data[at] += entry * f.data[(b * n + i) * n + j];
    });
    return Object.fromEntries(outs.map((out, i) => [`g${i}`, out]));
  },
  jvp: (dxs, [a, ...rest], _y, o) => {
    const { k, tables } = o as Order;
    const [da, ...moving] = dxs;
    const sums: Tensor[][] = Array.from({ length: tables }, () => []);
    for (const [p, dx] of moving.entries()) {
      if (dx === undefined) continue;
      const moved = rest.with(p, dx);
      for (const [i, g] of products(a, moved.slice(0, k), moved[k], tables).entries()) sums[i].push(g);
    }
    for (let p = 0; p <= k && da !== undefined && tables > 1; p++) {
      const longer = rest.slice(0, k).toSpliced(p, 0, symmetrized(da));
      for (const [i, g] of products(a, longer, rest[k], tables - 1).entries()) sums[i + 1].push(g);
    }
    return Object.fromEntries(sums.map((terms, i) => [`g${i}`, terms.length === 0 ? undefined : addTangents(terms)]));
  },
  vjp: (hbar, [a, ...rest], y, o) => {
    const { k } = o as Order;
    const [es, f] = [rest.slice(0, k), rest[k]];
    const outs = Object.entries(y as Record<string, Tensor>);
    const hs = outs.map(([key, g]) => (hbar as Record<string, Tensor | undefined>)[key] ?? zerosLike(g));
    return [...cycles(a, es, f, hs), () => term(a, es, hs)];
  },
});

function term(a: Tensor, es: readonly Tensor[], gs: readonly Tensor[]): Tensor {
  if (gs.length === 0) {
    throw new FirstOrderOnlyError(
      "matrixFunction: differentiated more often than the transformations at work when it was called. Call it inside of them.",
      "matrixFunction",
    );
  }
  return bind(termRule, [a, ...es, ...gs], { k: es.length, tables: gs.length }) as Tensor;
}

function products(a: Tensor, es: readonly Tensor[], f: Tensor, tables: number): readonly Tensor[] {
  const outs = bind(productRule, [a, ...es, f], { k: es.length, tables });
  return Object.values(outs as Record<string, Tensor>);
}

/** The cotangents of A and of each E, of the number ⟨F, Tₖ(A, E₁, …, Eₖ; g)⟩. */
function cycles(a: Tensor, es: readonly Tensor[], f: Tensor, gs: readonly Tensor[]): readonly (() => Tensor)[] {
  const back = es.map((e) => mT(e)).reverse();
  /** From before place p round to behind place q: the transposes before p, in reverse order, F, and those behind q. */
  const round = (p: number, q: number): Tensor[] => [...back.slice(es.length - p), f, ...back.slice(0, es.length - q)];
  const abar = (): Tensor => {
    const terms = Array.from({ length: es.length + 1 }, (_, p) => term(a, round(p, p), gs.slice(1)));
    return symmetrized(addTangents(terms));
  };
  return [abar, ...es.map((_, p) => () => term(a, round(p, p + 1), gs))];
}

/** Tangents of tables, with zeros for those that are absent. */
function filled(dgs: readonly (Tensor | undefined)[], gs: readonly Tensor[]): readonly Tensor[] {
  return dgs.map((dg, i) => dg ?? zerosLike(gs[i]));
}

/** Vᵀ E V, or V X Vᵀ, of plain matrices. */
function turn(v: Tensor, e: Tensor, into: boolean): Tensor {
  const n = v.shape[v.ndim - 1];
  const [half, out] = [new Float64Array(n * n), new Float64Array(e.size)];
  const { gemm } = kernels();
  for (let start = 0; start < e.size; start += n * n) {
    gemm(into, false, n, n, n, 1, v.data, start, n, e.data, start, n, 0, half, 0, n);
    gemm(false, !into, n, n, n, 1, half, 0, n, v.data, start, n, 0, out, start, n);
  }
  return fromData(out, e.shape);
}

type Visit = (b: number, i: number, j: number, at: number, entry: number) => void;

/** Visits every entry of a table of order k, with the product of the entries of the Ẽ along its path from i to j. */
function walk(n: number, k: number, size: number, es: readonly Tensor[], visit: Visit): void {
  const step = (b: number, i: number, p: number, j: number, at: number, entry: number): void => {
    if (p === k) {
      visit(b, i, j, at, entry);
      return;
    }
    const row = (b * n + j) * n;
    for (let q = 0; q < n; q++) step(b, i, p + 1, q, at * n + q, entry * es[p].data[row + q]);
  };
  for (let at = 0; at * n < size; at++) step(Math.floor(at / n), at % n, 0, at % n, at, 1);
}

/** f(A) from the tables of divided differences of f at the eigenvalues of A. */
export function spectralFunction(a: Tensor, gs: readonly Tensor[]): Tensor {
  return term(a, [], gs);
}
