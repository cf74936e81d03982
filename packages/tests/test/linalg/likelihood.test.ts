import { checkGrads } from "@wengert/check";
import {
  add,
  div,
  exp,
  grad,
  kernels,
  log,
  mul,
  neg,
  sum,
  type Tensor,
  tensor,
  useKernels,
  type Value,
  valueAndGrad,
} from "@wengert/core";
import { hessian, jacfwd } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { close } from "./tables/inputs.ts";

describe("a likelihood of three parameters", () => {
  const x = tensor([[0], [0.5], [1.3], [2]]);
  const y = tensor([0.1, 0.7, -0.3, 0.4]);
  const theta = [-0.2, -0.4, -2];
  type Theta = Tensor[];

  /** v·exp(−d²/2ℓ²) + noise·I of the logarithms of v, ℓ and the noise; x/ℓ, so that distances are differentiated too. */
  const covariance = ([v, length, noise]: Theta): Tensor => {
    const squared = linalg.pairwiseSquaredDistance(div(x, exp(length)));
    return linalg.addDiagonal(mul(exp(v), exp(mul(-0.5, squared))), exp(noise));
  };
  const byTerms = (t: Theta): Tensor => {
    const { invQuad, logdet } = linalg.invQuadLogdet(covariance(t), y);
    return add(mul(0.5, add(invQuad, logdet)), 2 * Math.log(2 * Math.PI));
  };
  const byDensity = (t: Theta): Tensor => neg(linalg.mvnLogDensity(y, 0, covariance(t)));
  const byFactor = (t: Theta): Tensor => {
    const l = linalg.cholesky(covariance(t));
    const z = linalg.triangularSolve(l, y);
    return add(add(mul(0.5, linalg.dot(z, z)), sum(log(linalg.diagonal(l)))), 2 * Math.log(2 * Math.PI));
  };

  test.each([
    ["invQuadLogdet", byTerms],
    ["mvnLogDensity", byDensity],
    ["cholesky", byFactor],
  ])("%s: value, gradient and Hessian as computed with 30 digits", (_name, f) => {
    const [value, gradient] = valueAndGrad(f)(theta);
    close(value, 4.0899043891933619938, 1e-13);
    for (const [i, wanted] of [0.971421590232911374, 0.673259412575610024, -0.0339195767645261067].entries()) {
      close(gradient[i], wanted, 1e-12);
    }
    const wanted = [
      [0.332741951882828, -0.511522937833607, 0.187532042318694],
      [-0.511522937833607, 1.20160447894533, -1.34495697836131],
      [0.187532042318694, -1.34495697836131, 0.354691950011399],
    ];
    const blocks = hessian(f)(theta);
    for (const [i, row] of wanted.entries()) for (const [j, h] of row.entries()) close(blocks[i][j].item(), h, 1e-12);
  });

  test.each<[string, (t: Theta) => Value]>([
    ["logdet", (t) => linalg.logdet(covariance(t))],
    ["invQuad", (t) => linalg.invQuadLogdet(covariance(t), y).invQuad],
    ["invQuadLogdet", byTerms],
    ["cholesky", byFactor],
    ["choleskyInverse", (t) => sum(linalg.matvec(linalg.choleskyInverse(linalg.cholesky(covariance(t))), y))],
  ])("third derivatives in all combinations of the modes: %s", (_name, f) => {
    checkGrads(f, [theta], { order: 3, tolerance: 1e-6 });
  });

  test.each<[string, () => unknown, Record<string, number>]>([
    ["the value", () => byTerms(theta.map((value) => tensor(value))), { potrf: 1, potri: 0 }],
    ["the gradient", () => grad(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["all tangents", () => jacfwd(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["the Hessian", () => hessian(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["the gradient of the quadratic form", () => grad(invQuad)(theta), { potrf: 1, potri: 0 }],
  ])("%s needs one factorization", (_name, run, wanted) => {
    const { potrf, potri } = kernels();
    const counts = { potrf: 0, potri: 0 };
    useKernels({
      potrf: (...args) => {
        counts.potrf++;
        return potrf(...args);
      },
      potri: (...args) => {
        counts.potri++;
        potri(...args);
      },
    });
    try {
      run();
    } finally {
      useKernels();
    }
    expect(counts).toEqual(wanted);
  });

  test("composed of a factor, it needs hardly more arithmetic", () => {
    const n = 200;
    const inputs = tensor(
      Float64Array.from({ length: n }, (_, i) => Math.sin(12.9898 * i) * 10),
      [n, 1],
    );
    const k = linalg.addDiagonal(exp(mul(-0.5, linalg.pairwiseSquaredDistance(inputs))), 0.1);
    const targets = tensor(Float64Array.from({ length: n }, (_, i) => Math.cos(i)));
    const atOnce = (k: Tensor): Tensor => {
      const { invQuad, logdet } = linalg.invQuadLogdet(k, targets);
      return add(invQuad, logdet);
    };
    const composed = (k: Tensor): Tensor => {
      const l = linalg.cholesky(k);
      return add(linalg.dot(targets, linalg.choleskySolve(l, targets)), mul(2, sum(log(linalg.diagonal(l)))));
    };
    const [once, twice] = [atOnce, composed].map((f) => flopsOf(() => grad(f)(k)));
    expect(once).toBeLessThan(1.1 * n ** 3);
    expect(twice).toBeLessThan(1.4 * once);
    const [wanted, got] = [atOnce, composed].map((f) => grad(f)(k).data);
    for (const [i, value] of got.entries()) close(value, wanted[i], 1e-11);
  });

  function invQuad(t: Theta): Tensor {
    return linalg.invQuadLogdet(covariance(t), y).invQuad;
  }
});

/** The floating-point operations of the kernels that a function calls. */
function flopsOf(run: () => unknown): number {
  const { gemm, syrk, trsm, potrf, potri } = kernels();
  let flops = 0;
  useKernels({
    gemm: (...args) => {
      flops += 2 * args[2] * args[3] * args[4];
      gemm(...args);
    },
    syrk: (...args) => {
      flops += args[1] ** 2 * args[2];
      syrk(...args);
    },
    trsm: (...args) => {
      flops += args[4] * args[5] * (args[0] === "left" ? args[4] : args[5]);
      trsm(...args);
    },
    potrf: (...args) => {
      flops += args[0] ** 3 / 3;
      return potrf(...args);
    },
    potri: (...args) => {
      flops += (2 * args[0] ** 3) / 3;
      potri(...args);
    },
  });
  try {
    run();
  } finally {
    useKernels({ gemm, syrk, trsm, potrf, potri });
  }
  return flops;
}
