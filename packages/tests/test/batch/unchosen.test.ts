/* In a batch too, what a program did not choose has no say: it neither throws for its derivative nor makes it NaN. */
import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { hessian, jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import * as linalg from "@wengert/linalg";
import { add, exp, greater, mul, reshape, sqrt, square, stack, sum, take, where } from "@wengert/ops";
import { describe, expect, test } from "vitest";

type Scalar = (a: Tensor) => Tensor;
type Field = (a: Tensor) => Tensor;

const weights = tensor([[1, 2], [3, 5]]); // biome-ignore format: a matrix
const regular = tensor([[2, 1], [1, 3]]); // biome-ignore format: a matrix
const others = [
  [[1, 2], [2, 4]],
  [[0, 0], [0, 0]],
  [[1, 1], [0, 1]],
].map((rows) => tensor(rows)); // biome-ignore format: matrices

const values: Record<string, Scalar> = {
  slogdet: (a) => linalg.slogdet(a).logabsdet,
  "lu.u": (a) => sum(mul(weights, linalg.lu(a).u)),
  "lu.l": (a) => sum(mul(weights, linalg.lu(a).l)),
  "qr.q": (a) => sum(mul(weights, linalg.qr(a).q)),
  "qr.r": (a) => sum(mul(weights, linalg.qr(a).r)),
  sqrtm: (a) => sum(linalg.sqrtm(a)),
  det: (a) => linalg.det(a),
  eigvalsh: (a) => take(linalg.eigvalsh(a), 0),
  svdvals: (a) => take(linalg.svdvals(a), 0),
};

const along = (f: Field) => (a: Tensor) => jvp(f, [a], [weights])[1];

const modes: Record<string, (f: Scalar) => Field> = {
  gradients: (f) => grad(f) as Field,
  "gradients of gradients": (f) => grad((a: Tensor) => sum(mul(weights, grad(f)(a)))) as Field,
  "products with Hessians": (f) => along(grad(f) as Field),
  Hessians: (f) => hessian(f) as unknown as Field,
};

describe.each(Object.entries(values))("%s of a matrix that is not chosen", (_, f) => {
  const loss = (a: Tensor) => where(greater(take(reshape(a, [4]), 0), 1.5), f(a), sum(square(a)));

  test.each(Object.entries(modes))("%s", (_, mode) => {
    for (const other of others) {
      const ofOne = mode(loss);
      let wanted: unknown;
      try {
        wanted = [ofOne(regular).toArray(), ofOne(other).toArray()];
      } catch {
        continue; // by forward mode nobody knows what will be chosen
      }
      const both = vmap(ofOne) as Field;
      const batch = stack([regular, other]);
      expect(both(batch).toArray()).toEqual(wanted);
      const compiled = compile(both);
      for (let k = 0; k < 3; k++) expect(compiled(batch).toArray()).toEqual(wanted);
    }
  });
});

describe("an infinite derivative that is not chosen stays out", () => {
  const spd = (x: Tensor) => linalg.addDiagonal(linalg.outer(x, x), 2);
  const systems: Record<string, Scalar> = {
    solve: (x) => sum(linalg.solve(add(mul(2, regular), linalg.diag(x)), x)),
    triangularSolve: (x) => sum(linalg.triangularSolve(spd(x), x)),
    choleskySolve: (x) => sum(linalg.choleskySolve(linalg.cholesky(spd(x)), x)),
    cholesky: (x) => sum(linalg.cholesky(spd(x))),
    sylvester: (x) => sum(linalg.sylvester(spd(x), spd(x), linalg.outer(x, x))),
    logm: (x) => sum(linalg.logm(spd(x))),
    expm: (x) => sum(linalg.expm(spd(x))),
    matrixFunction: (x) => sum(linalg.matrixFunction(spd(x), exp)),
    mvnLogDensity: (x) => linalg.mvnLogDensity(x, mul(0.5, x), spd(x)),
    inv: (x) => sum(linalg.inv(spd(x))),
    eigh: (x) => sum(mul(weights, linalg.eigh(spd(x)).vectors)),
  };
  const batch = stack([tensor([2, 3]), tensor([0, 1])]);

  test.each(Object.entries(systems))("%s", (_, f) => {
    const ofOne = grad((x: Tensor) => where(greater(take(x, 0), 1), f(sqrt(x)), sum(x))) as Field;
    const wanted = [ofOne(tensor([2, 3])).toArray(), [1, 1]];
    expect(ofOne(tensor([0, 1])).toArray()).toEqual(wanted[1]);
    expect((vmap(ofOne) as Field)(batch).toArray()).toEqual(wanted);
    const compiled = compile(vmap(ofOne) as Field);
    for (let k = 0; k < 3; k++) expect(compiled(batch).toArray()).toEqual(wanted);
  });
});
