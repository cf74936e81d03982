/* Values and cotangents as PyTorch 1.13 has them (tables/pytorch.py); of symmetric arguments these are symmetric there too. */
import { mul, type Tensor, tensor, vjp } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { expect, test } from "vitest";
import { agree } from "./tables/inputs.ts";
import recorded from "./tables/pytorch.json" with { type: "json" };

interface Written {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Recorded {
  readonly arguments: readonly Written[];
  readonly values: Readonly<Record<string, Written>>;
  readonly cotangents: Readonly<Record<string, Written>>;
  readonly results: readonly Written[];
}

type Outputs = Record<string, Tensor>;

const one =
  (f: (...args: Tensor[]) => Tensor) =>
  (...args: Tensor[]): Outputs => ({ y: f(...args) });

const svd = (a: Tensor): Outputs => {
  const { u, s, vt } = linalg.svd(a);
  return { u: mul(u, u), s, vt: mul(vt, vt) };
};

const functions: Readonly<Record<string, (...args: Tensor[]) => Outputs>> = {
  cholesky: one(linalg.cholesky),
  eigh: (a) => {
    const { values, vectors } = linalg.eigh(a);
    return { values, vectors: mul(vectors, vectors) };
  },
  eigvalsh: one(linalg.eigvalsh),
  logdet: one(linalg.logdet),
  choleskySolve: one(linalg.choleskySolve),
  choleskyInverse: one(linalg.choleskyInverse),
  triangularSolve: one((a, b) => linalg.triangularSolve(a, b)),
  solve: one(linalg.solve),
  inv: one(linalg.inv),
  det: one(linalg.det),
  slogdet: one((a) => linalg.slogdet(a).logabsdet),
  qr: (a) => ({ ...linalg.qr(a) }),
  "qr, tall": (a) => ({ ...linalg.qr(a) }),
  "qr, wide": (a) => ({ ...linalg.qr(a) }),
  "lu, tall": (a) => ({ ...linalg.lu(a) }),
  "lu, wide": (a) => ({ ...linalg.lu(a) }),
  "svd, tall": svd,
  "svd, wide": svd,
  svdvals: one(linalg.svdvals),
  pinv: one((a) => linalg.pinv(a)),
  "pinv, deficient": one((a) => linalg.pinv(a)),
  lstsq: one((a, b) => linalg.lstsq(a, b)),
  expm: one(linalg.expm),
  matrixPower: one((a) => linalg.matrixPower(a, -3)),
  "nuclear norm": one((a) => linalg.norm(a, { ord: "nuc" })),
  cond: one((a) => linalg.cond(a)),
};

const read = ({ shape, data }: Written): Tensor => tensor(Float64Array.from(data), shape);

test("every record is used", () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(recorded).sort());
});

test.each(Object.entries(recorded as unknown as Record<string, Recorded>))("%s", (name, record) => {
  const [value, pullback] = vjp(functions[name], ...record.arguments.map(read));
  for (const [key, wanted] of Object.entries(record.values)) agree(value[key], read(wanted), 1e-13);
  const seeds = Object.entries(value).map(([key, part]) => [
    key,
    record.cotangents[key] === undefined ? mul(0, part) : read(record.cotangents[key]),
  ]);
  const results = pullback(Object.fromEntries(seeds)) as Tensor[];
  for (const [k, wanted] of record.results.entries()) agree(results[k], read(wanted), 1e-12);
});
