import type { Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import { addTangents, FirstOrderOnlyError, type Value, zerosLike } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { mT } from "../parts/transpose.ts";
import { refuseInfinite } from "./finitetables.ts";
import { aligned, turn, walk } from "./spectralpaths.ts";

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
 * V is held: by it everything is computed, and nothing moves with it.
 *
 * Sources: Daleckii and Krein 1965, in Higham, "Functions of Matrices", 2008, theorem 3.11 and appendix B.16.
 */

interface Order {
  /** How many directions Eₖ there are. */
  readonly k: number;
  /** How many tables there are: gₖ, gₖ₊₁, … */
  readonly tables: number;
}

interface OfTables extends Order {
  /** The tables are those of f itself, which must be finite, and not tangents or cotangents of such. */
  readonly own: boolean;
}

/** A, and its eigenvectors. */
type Basis = readonly [a: Tensor, v: Tensor];

/** Tₖ; arguments A, V, E₁, …, Eₖ, gₖ, gₖ₊₁, … */
const termRule: (...args: [...Value[], OfTables]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "matrixFunction",
  held: [1],
  impl: (...args: [...Tensor[], OfTables]): Tensor => {
    const { k, own } = args[args.length - 1] as OfTables;
    const [[a, v], es, gs] = split(args.slice(0, -1) as Tensor[], k);
    const { batch, matrices, tables } = aligned(v, es, gs.slice(0, 1));
    const [n, [vectors, ...directions]] = [v.shape[v.ndim - 1], matrices];
    if ([...es, gs[0]].some(dependsNot)) return absentOf([...batch, n, n]);
    if (own) refuseInfinite(a, v, tables[0], k);
    const turned = directions.map((e) => turn(vectors, e, true));
    const out = new Float64Array(sizeOf(batch) * n * n);
    walk(n, k, out.length, turned, (b, i, j, at, entry) => {
      out[(b * n + i) * n + j] += entry * tables[0].data[at];
    });
    return dependingOnEach(turn(vectors, fromData(out, [...batch, n, n]), false), ...es);
  },
  jvp: (dxs, xs, _y, { k, own }) => {
    const [[a, v], es, gs] = split(xs, k);
    const [[da], des, dgs] = split(dxs, k);
    const terms = des.flatMap((de, p) => (de === undefined ? [] : [term([a, v], es.with(p, de), gs, own)]));
    if (dgs.some((dg) => dg !== undefined)) terms.push(term([a, v], es, filled(dgs, gs), false));
    if (da !== undefined) {
      const moved = symmetrized(da);
      for (let p = 0; p <= k; p++) terms.push(term([a, v], es.toSpliced(p, 0, moved), gs.slice(1), own));
    }
    return terms.length === 0 ? undefined : addTangents(terms);
  },
  vjp: (ybar, xs, _y, { k, tables, own }) => {
    const [basis, es, gs] = split(xs, k);
    let shares: readonly Tensor[] | undefined;
    const share = (i: number) => (): Tensor => {
      shares ??= products(basis, es, ybar, tables);
      return shares[i];
    };
    const [abar, ...ebars] = cycles(basis, es, ybar, gs, own);
    return [abar, null, ...ebars, ...gs.map((_, i) => share(i))];
  },
}) as never;

/** The basis, k directions, and the rest. */
function split<T>(xs: readonly T[], k: number): [basis: readonly [T, T], es: readonly T[], rest: readonly T[]] {
  return [[xs[0], xs[1]], xs.slice(2, k + 2), xs.slice(k + 2)];
}

type Tables = { readonly [key: string]: Tensor };

/** Bₖ; arguments A, V, E₁, …, Eₖ, F̄. */
const productRule: (...args: [...Value[], Order]) => Tables = /* @__PURE__ */ ruleWithAttributes({
  name: "matrixFunction",
  held: [1],
  impl: (...args: [...Tensor[], Order]): Tables => {
    const { k, tables } = args[args.length - 1] as Order;
    const [[, v], directions, [last]] = split(args.slice(0, -1) as Tensor[], k);
    const { batch, matrices } = aligned(v, [...directions, last], []);
    const [n, [vectors, ...others]] = [v.shape[v.ndim - 1], matrices];
    const shapes = Array.from({ length: tables }, (_, i) => [...batch, n, ...new Array<number>(k + i).fill(n)]);
    const none = [...directions, last].some(dependsNot);
    const outs = shapes.map((shape) => (none ? absentOf(shape) : fromData(new Float64Array(sizeOf(shape)), shape)));
    const turned = none ? [] : others.map((e) => turn(vectors, e, true));
    const [es, f] = [turned.slice(0, k), turned[k]];
    walk(n, k, none ? 0 : f.size, es, (b, i, j, at, entry) => {
      outs[0].data[at] += entry * f.data[(b * n + i) * n + j];
    });
    return Object.fromEntries(outs.map((out, i) => [`g${i}`, out]));
  },
  jvp: ([da, , ...moving], xs, _y, { k, tables }) => {
    const [basis, es, [f]] = split(xs, k);
    const rest = [...es, f];
    const sums: Tensor[][] = Array.from({ length: tables }, () => []);
    for (const [p, dx] of moving.entries()) {
      if (dx === undefined) continue;
      const moved = rest.with(p, dx);
      for (const [i, g] of products(basis, moved.slice(0, k), moved[k], tables).entries()) sums[i].push(g);
    }
    for (let p = 0; p <= k && da !== undefined && tables > 1; p++) {
      const longer = es.toSpliced(p, 0, symmetrized(da));
      for (const [i, g] of products(basis, longer, f, tables - 1).entries()) sums[i + 1].push(g);
    }
    return Object.fromEntries(sums.map((terms, i) => [`g${i}`, terms.length === 0 ? undefined : addTangents(terms)]));
  },
  vjp: (hbar, xs, y, { k }) => {
    const [basis, es, [f]] = split(xs, k);
    const hs = Object.entries(y).map(([key, g]) => hbar[key] ?? zerosLike(g));
    const [abar, ...ebars] = cycles(basis, es, f, hs, false);
    return [abar, null, ...ebars, () => term(basis, es, hs, false)];
  },
}) as never;

function term([a, v]: Basis, es: readonly Tensor[], gs: readonly Tensor[], own: boolean): Tensor {
  if (gs.length === 0) {
    throw new FirstOrderOnlyError(
      "matrixFunction: differentiated more often than the transformations at work when it was called. Call it inside of them.",
      "matrixFunction",
    );
  }
  return termRule(a, v, ...es, ...gs, { k: es.length, tables: gs.length, own });
}

function products([a, v]: Basis, es: readonly Tensor[], f: Tensor, tables: number): readonly Tensor[] {
  return Object.values(productRule(a, v, ...es, f, { k: es.length, tables }));
}

/** The cotangents of A and of each E, of the number ⟨F, Tₖ(A, E₁, …, Eₖ; g)⟩. */
function cycles(
  basis: Basis,
  es: readonly Tensor[],
  f: Tensor,
  gs: readonly Tensor[],
  own: boolean,
): readonly (() => Tensor)[] {
  const back = es.map((e) => mT(e)).reverse();
  /** The cycle from before place p to behind place q: the transposes before p in reverse order, F, and those behind q. */
  const round = (p: number, q: number): Tensor[] => [...back.slice(es.length - p), f, ...back.slice(0, es.length - q)];
  const abar = (): Tensor => {
    const terms = Array.from({ length: es.length + 1 }, (_, p) => term(basis, round(p, p), gs.slice(1), own));
    return symmetrized(addTangents(terms));
  };
  return [abar, ...es.map((_, p) => () => term(basis, round(p, p + 1), gs, own))];
}

/** Tangents of tables, with zeros for those that are absent. */
function filled(dgs: readonly (Tensor | undefined)[], gs: readonly Tensor[]): readonly Tensor[] {
  return dgs.map((dg, i) => dg ?? zerosLike(gs[i]));
}

/** f(A) from the tables of divided differences of f at the eigenvalues of A. */
export function spectralFunction(a: Tensor, v: Tensor, gs: readonly Tensor[]): Tensor {
  return term([a, v], [], gs, true);
}
