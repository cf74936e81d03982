/*
 * What operations hold is as good when it is used as when it was made: memory is used again here even for small arrays, and
 * whatever is given back is overwritten with NaN, so that whoever still reads it gives another gradient.
 */
import { add, exp, grad, log, mul, sum, type Tensor } from "@wengert/core";
import { hessian } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { reuse } from "@wengert/trace";
import { afterEach, expect, test } from "vitest";
import { definite, random, regular } from "./tables/inputs.ts";

const usual = { ...reuse };
afterEach(() => Object.assign(reuse, usual));

const spd = definite([3, 3]);
const general = regular([3, 3]);
const b = random([3, 2], 2);
const deficient = linalg.matmul(random([3, 2], 3), random([2, 3], 4));

const losses: Record<string, readonly [f: (a: Tensor) => Tensor, a: Tensor]> = {
  logdet: [(a) => linalg.logdet(a), spd],
  mvnLogDensity: [(a) => linalg.mvnLogDensity(random([3]), 0, a), spd],
  invQuadLogdet: [(a) => linalg.invQuadLogdet(a, random([3])).invQuad, spd],
  solve: [(a) => sum(linalg.solve(a, b)), general],
  inv: [(a) => sum(linalg.inv(a)), general],
  slogdet: [(a) => linalg.slogdet(a).logabsdet, general],
  det: [(a) => linalg.det(a), general],
  "det, singular": [(a) => linalg.det(a), deficient],
  eigh: [(a) => sum(mul(random([3, 3]), mul(linalg.eigh(a).vectors, linalg.eigh(a).vectors))), spd],
  eigvalsh: [(a) => sum(log(linalg.eigvalsh(a))), spd],
  eigvals: [(a) => sum(linalg.eigvals(a).re), general],
  svd: [(a) => sum(mul(random([3, 3]), mul(linalg.svd(a).u, linalg.svd(a).u))), general],
  svdvals: [(a) => sum(log(linalg.svdvals(a))), general],
  pinv: [(a) => sum(linalg.pinv(a)), general],
  lstsq: [(a) => sum(linalg.lstsq(a, b)), general],
  sylvester: [(a) => sum(linalg.sylvester(a, spd, general)), general],
  sqrtm: [(a) => sum(linalg.sqrtm(a)), spd],
  matrixFunction: [(a) => sum(linalg.matrixFunction(a, exp)), spd],
  singularFunction: [(a) => sum(linalg.singularFunction(a, (s) => mul(s, exp(s)))), general],
  choleskyJittered: [(a) => sum(linalg.choleskyJittered(a).l), spd],
};

test.each(Object.entries(losses))("%s", (_name, [f, a]) => {
  // The argument is computed too, so that its memory is used again.
  const loss = (t: Tensor): Tensor => {
    const moved = add(mul(1.1, t), mul(-0.1, t));
    return add(f(moved), mul(0.5, f(moved)));
  };
  const derivatives = (): unknown => [grad(loss)(a), hessian(loss)(a)];
  const wanted = derivatives();
  Object.assign(reuse, { shortest: 1, scrub: true });
  for (let i = 0; i < 2; i++) expect(derivatives()).toEqual(wanted);
});
