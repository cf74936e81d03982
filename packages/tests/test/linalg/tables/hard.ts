import { div, exp, mul, sub, sum, type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { definite, type Row, random, regular, some, symmetric, type Table } from "./inputs.ts";

/*
 * Badly scaled and nearly singular matrices. With D = diag(1, 10⁻ᵖ, 10⁻²ᵖ, …) every op is checked of D X D, D X, X D or D X D⁻¹,
 * as a function of X, and its result is scaled back: so finite differences see what the op makes of a matrix whose condition
 * number is 10¹², and not how large that makes its derivative. Then empty matrices and batches, where no other row has them.
 */

const row = (p: number, n = 4): Tensor => tensor(Float64Array.from({ length: n }, (_, i) => 10 ** (-p * i)));
const column = (p: number, n = 4): Tensor => tensor(row(p, n).data.slice(), [n, 1]);
const both = (p: number, n = 4): Tensor => linalg.outer(row(p, n), row(p, n));

/** D X D of condition 10¹² for n = 4, and D y. */
const congruent = (x: Tensor): Tensor => mul(both(2), x);
const scaled = (y: Tensor): Tensor => mul(row(2), y);
/** D X and X D, of condition 10¹². */
const rows = (x: Tensor): Tensor => mul(column(4), x);
const columns = (x: Tensor): Tensor => mul(x, row(4));
/** D X D⁻¹, and the way back. */
const similar = (x: Tensor): Tensor => div(mul(column(1), x), row(1));
const back = (y: Tensor): Tensor => div(mul(y, row(1)), column(1));

const triangle = linalg.addDiagonal(some([4, 4]), 3);
const general = regular([4, 4]);
const empty = [0, 3, 3] as const;

/** Σ λ² and Σ λ³, whatever the order of the eigenvalues, which is not specified. */
const powerSums = ({ re, im }: { re: Tensor; im: Tensor }): { squares: Tensor; cubes: Tensor } => {
  const squares = sub(mul(re, re), mul(im, im));
  return { squares: sum(squares), cubes: sum(sub(mul(re, squares), mul(2, mul(re, mul(im, im))))) };
};

const ofSimilar = (f: (a: Tensor) => Tensor): Row => [(x: Tensor) => back(f(similar(x))), [general], { exact: 1e-10 }];

export const hard: Table = {
  cholesky: [[(x: Tensor) => div(linalg.cholesky(congruent(x)), column(2)), [definite([4, 4])], symmetric]],
  choleskyJittered: [
    [(x: Tensor) => div(linalg.choleskyJittered(congruent(x)).l, column(2)), [definite([4, 4])], symmetric],
    [linalg.choleskyJittered as never, [definite(empty)], symmetric],
  ],
  choleskyInverse: [
    [(l: Tensor) => mul(linalg.choleskyInverse(mul(column(6), l)), both(6)), [triangle]],
    [linalg.choleskyInverse, [regular(empty)]],
  ],
  choleskySolve: [
    [
      (l: Tensor, b: Tensor) => mul(row(6), linalg.choleskySolve(mul(column(6), l), mul(row(6), b))),
      [triangle, some([4])],
    ],
    [linalg.choleskySolve, [regular(empty), some([3])]],
  ],
  triangularSolve: [
    [(l: Tensor, b: Tensor) => linalg.triangularSolve(rows(l), mul(row(4), b)), [triangle, some([4])]],
    [linalg.triangularSolve, [regular(empty), some([3, 2])]],
  ],
  logdet: [[(x: Tensor) => linalg.logdet(congruent(x)), [definite([4, 4])], symmetric]],
  invQuadLogdet: [
    [
      ((x: Tensor, y: Tensor) => linalg.invQuadLogdet(congruent(x), scaled(y))) as never,
      [definite([4, 4]), some([4])],
      symmetric,
    ],
    [linalg.invQuadLogdet as never, [definite(empty), some([3])], symmetric],
  ],
  mvnLogDensity: [
    [
      (x: Tensor, mean: Tensor, cov: Tensor) => linalg.mvnLogDensity(scaled(x), scaled(mean), congruent(cov)),
      [some([2, 4]), some([4], 2), definite([4, 4])],
      { symmetric: [2] },
    ],
    [linalg.mvnLogDensity, [some([0]), some([0]), definite([0, 0])], { symmetric: [2] }],
    [linalg.mvnLogDensity, [some([3]), 0.5, definite(empty)], { symmetric: [2] }],
  ],
  solve: [[(x: Tensor, b: Tensor) => linalg.solve(rows(x), mul(row(4), b)), [general, random([4], 2)]]],
  inv: [[(x: Tensor) => mul(linalg.inv(rows(x)), row(4)), [general]]],
  det: [[(x: Tensor) => mul(linalg.det(rows(x)), 1e24), [general]]],
  slogdet: [[((x: Tensor) => linalg.slogdet(rows(x))) as never, [general]]],
  lu: [
    [
      ((x: Tensor) => {
        const { l, u } = linalg.lu(columns(x));
        return { l, u: div(u, row(4)) };
      }) as never,
      [general],
    ],
    [linalg.lu as never, [regular(empty)]],
  ],
  qr: [
    [
      ((x: Tensor) => {
        const { q, r } = linalg.qr(columns(x));
        return { q, r: div(r, row(4)) };
      }) as never,
      [general],
    ],
  ],
  eigh: [
    [
      ((x: Tensor) => {
        const { values, vectors } = linalg.eigh(mul(both(1), x));
        return { values, squares: mul(vectors, vectors) };
      }) as never,
      [definite([4, 4])],
      { ...symmetric, tolerance: 1e-6, exact: 1e-9 },
    ],
  ],
  eigvalsh: [[(x: Tensor) => linalg.eigvalsh(congruent(x)), [definite([4, 4])], { ...symmetric, order: 1 }]],
  matrixFunction: [[(x: Tensor) => linalg.matrixFunction(congruent(x), exp), [definite([4, 4])], symmetric]],
  svd: [
    [
      ((x: Tensor) => {
        const { u, s, vt } = linalg.svd(mul(x, row(1, 3)));
        return { s, uu: mul(u, u), vv: mul(vt, vt) };
      }) as never,
      [random([5, 3], 5)],
      { tolerance: 1e-6, exact: 1e-9 },
    ],
  ],
  svdvals: [[(x: Tensor) => linalg.svdvals(columns(x)), [general], { order: 1 }]],
  singularFunction: [
    [(x: Tensor) => linalg.singularFunction(mul(x, row(1, 3)), () => 1), [random([5, 3], 5)], { tolerance: 1e-5 }],
  ],
  pinv: ([1, 2] as const).map((p) => [
    (x: Tensor) => mul(linalg.pinv(mul(x, row(p, 3))), column(p, 3)),
    [random([5, 3], 5)],
    p === 1 ? { tolerance: 1e-6, exact: 1e-9 } : { tolerance: 1e-5, exact: 1e-8, order: 1 },
  ]),
  lstsq: [
    ...([1, 2] as const).map(
      (p): Row => [
        (x: Tensor, b: Tensor) => mul(linalg.lstsq(mul(x, row(p, 3)), b), row(p, 3)),
        [random([5, 3], 5), random([5], 2)],
        p === 1 ? { tolerance: 1e-6, exact: 1e-9 } : { tolerance: 1e-5, exact: 1e-8, order: 1 },
      ],
    ),
    [linalg.lstsq, [random([0, 4, 3], 5), random([4, 2], 2)]],
  ],
  norm: [
    [(x: Tensor) => linalg.norm(columns(x), { ord: "nuc" }), [general], { order: 1 }],
    [(x: Tensor) => linalg.norm(mul(x, row(100)), { axis: -1 }), [general]],
    [(x: Tensor) => linalg.norm(x, { ord: "nuc", axis: [-2, -1] }), [random(empty)]],
  ],
  cond: [
    [(x: Tensor) => mul(linalg.cond(mul(x, row(2, 3))), 1e-4), [random([5, 3], 5)], { tolerance: 1e-5, exact: 1e-9 }],
    [linalg.cond, [random(empty)]],
  ],
  expm: [ofSimilar((a) => linalg.expm(mul(0.3, a)))],
  logm: [ofSimilar(linalg.logm)],
  sqrtm: [ofSimilar(linalg.sqrtm)],
  matrixPower: [ofSimilar((a) => linalg.matrixPower(a, 3)), ofSimilar((a) => linalg.matrixPower(a, -2))],
  sylvester: [
    [
      (a: Tensor, b: Tensor, c: Tensor) => back(linalg.sylvester(similar(a), similar(b), similar(c))),
      [general, regular([4, 4], 2), random([4, 4], 3)],
      { exact: 1e-10 },
    ],
  ],
  lyapunov: [
    [
      (a: Tensor, q: Tensor) => div(linalg.lyapunov(similar(a), mul(both(1), q)), both(1)),
      [general, definite([4, 4])],
      { symmetric: [1], exact: 1e-10 },
    ],
    [linalg.lyapunov, [regular(empty), definite(empty)], { symmetric: [1] }],
  ],
  eigvals: [[((x: Tensor) => powerSums(linalg.eigvals(similar(x)))) as never, [general], { exact: 1e-10 }]],
  eig: [
    [((x: Tensor) => powerSums(linalg.eig(similar(x)).values)) as never, [general], { exact: 1e-10 }],
    [((a: Tensor) => linalg.eig(a).values) as never, [random([1, 1])]],
    [((a: Tensor) => linalg.eig(a).values) as never, [random(empty)]],
  ],
  pairwiseSquaredDistance: [
    [(x: Tensor) => sum(linalg.pairwiseSquaredDistance(mul(x, row(4, 3)))), [some([4, 3])]],
    [linalg.pairwiseSquaredDistance, [some([0, 4, 2]), some([3, 2])]],
  ],
};
