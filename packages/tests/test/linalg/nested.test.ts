/*
 * Decompositions inside whatever surrounds them: regions of forward mode, tags, checkpoints, third derivatives; and a function
 * of a matrix whose function depends on what is being differentiated.
 */
import { checkGrads } from "@wengert/check";
import { add, checkpoint, exp, grad, log, mul, pow, sum, type Tensor, tensor, type Value } from "@wengert/core";
import { forwardDiff, hessian } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, test } from "vitest";
import { close, random, regular } from "./tables/inputs.ts";

const a = regular([3, 3]);
const b = random([3, 3], 2);

/** A matrix of one parameter, and a symmetric one. */
const moved = (t: Value): Tensor => add(a, mul(t, b));
const symmetric = (t: Value): Tensor => linalg.addDiagonal(linalg.matmul(moved(t), linalg.mT(moved(t))), exp(t));

const losses: Record<string, (t: Value) => Tensor> = {
  solve: (t) => sum(linalg.solve(moved(t), b)),
  det: (t) => linalg.det(moved(t)),
  slogdet: (t) => linalg.slogdet(moved(t)).logabsdet,
  lu: (t) => sum(linalg.lu(moved(t)).u),
  qr: (t) => sum(linalg.qr(moved(t)).r),
  eigh: (t) => {
    const { values, vectors } = linalg.eigh(symmetric(t));
    return sum(mul(values, pow(vectors, 4)));
  },
  eigvalsh: (t) => sum(log(linalg.eigvalsh(symmetric(t)))),
  eigvals: (t) => sum(mul(linalg.eigvals(moved(t)).re, linalg.eigvals(moved(t)).re)),
  svd: (t) => sum(pow(linalg.svd(moved(t)).u, 4)),
  svdvals: (t) => linalg.norm(moved(t), { ord: "nuc" }),
  singularFunction: (t) => sum(linalg.singularFunction(moved(t), (s) => mul(t, s))),
  matrixFunction: (t) => sum(linalg.matrixFunction(symmetric(t), (x) => pow(x, add(t, 0.5)))),
  pinv: (t) => sum(linalg.pinv(moved(t))),
  lstsq: (t) => sum(linalg.lstsq(moved(t), b)),
  expm: (t) => sum(linalg.expm(moved(t))),
  logm: (t) => sum(linalg.logm(moved(t))),
  sqrtm: (t) => sum(linalg.sqrtm(moved(t))),
  sylvester: (t) => sum(linalg.sylvester(moved(t), a, b)),
  lyapunov: (t) => sum(linalg.lyapunov(moved(t), symmetric(t))),
  einsum: (t) => linalg.einsum("ij,jk,ki->", moved(t), b, symmetric(t)),
  choleskyJittered: (t) => sum(linalg.choleskyJittered(symmetric(t)).l),
};

describe.each(Object.entries(losses))("%s", (_name, loss) => {
  const at = 0.3;
  const wanted = grad((t: Tensor) => loss(t))(at);

  test("third derivatives in all combinations of the modes", () => {
    checkGrads((t: Tensor) => loss(t), [at], { order: 3, tolerance: 1e-5 });
  });

  test("in a region of forward mode, in reverse mode and over a tag", () => {
    close(grad(forwardDiff((t: Tensor) => loss(t)))(at), wanted, 1e-11);
    const t = param(at, { name: "t" });
    const [value, grads] = withGradient(
      forwardDiff(() => loss(t)),
      paramsOf(t),
    );
    close(value, loss(at).item(), 1e-13);
    close(grads.get(t), wanted, 1e-11);
  });

  test("under a checkpoint, and the derivative of it", () => {
    close(grad(checkpoint((t: Tensor) => loss(t)))(at), wanted, 1e-11);
    close(hessian(checkpoint((t: Tensor) => loss(t)))(at), hessian((t: Tensor) => loss(t))(at).item(), 1e-9);
  });
});

test("a function of a matrix follows a tag that its function closes over, where eigenvalues are repeated too", () => {
  const power = param(1.5, { name: "power" });
  const twice = linalg.diag(tensor([2, 2, 3]));
  const [value, grads] = withGradient(
    () => linalg.trace(linalg.matrixFunction(twice, (x) => pow(x, power))),
    paramsOf(power),
  );
  close(value, 2 * 2 ** 1.5 + 3 ** 1.5, 1e-14);
  close(grads.get(power), 2 * 2 ** 1.5 * Math.log(2) + 3 ** 1.5 * Math.log(3), 1e-14);
  // Both at once: ∂²/∂A∂p of tr A^p along the identity is Σ λ^(p−1) (1 + p log λ).
  const mixed = grad((p: Tensor) =>
    linalg.trace(grad((x: Tensor) => linalg.trace(linalg.matrixFunction(x, (y) => pow(y, p))))(twice)),
  )(1.5);
  close(mixed, 2 * Math.sqrt(2) * (1 + 1.5 * Math.log(2)) + Math.sqrt(3) * (1 + 1.5 * Math.log(3)), 1e-13);
});
