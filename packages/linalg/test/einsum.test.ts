import { kernels, ShapeError, type Tensor, tensor, useKernels, WengertError } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { einsum, kron, matmul, mT, tensordot, vdot } from "../src/index.ts";
import { close, fullRank, make } from "./reference.ts";

/** By the definition: over all values of all letters. "..." is written out in letters. */
function naive(inputs: readonly string[], output: string, xs: readonly Tensor[]): Tensor {
  const sizes = new Map<string, number>();
  for (const [k, letters] of inputs.entries()) {
    for (const [axis, letter] of [...letters].entries())
      sizes.set(letter, Math.max(sizes.get(letter) ?? 0, xs[k].shape[axis]));
  }
  const summed = [...sizes.keys()].filter((letter) => !output.includes(letter));
  const total = (at: Map<string, number>, rest: readonly string[]): number => {
    if (rest.length > 0) {
      let sum = 0;
      for (let i = 0; i < (sizes.get(rest[0]) as number); i++) sum += total(new Map(at).set(rest[0], i), rest.slice(1));
      return sum;
    }
    return inputs.reduce((product, letters, k) => {
      const { shape, data } = xs[k];
      const place = [...letters].reduce(
        (offset, letter, axis) => offset * shape[axis] + (shape[axis] === 1 ? 0 : (at.get(letter) as number)),
        0,
      );
      return product * data[place];
    }, 1);
  };
  return make(
    [...output].map((letter) => sizes.get(letter) as number),
    (...index) => total(new Map([...output].map((letter, axis) => [letter, index[axis]])), summed),
  );
}

describe("einsum", () => {
  test.each<[string, string, ...(readonly number[])[]]>([
    ["ij,jk->ik", "ij,jk->ik", [2, 3], [3, 4]],
    ["ij,jk", "ij,jk->ik", [2, 3], [3, 4]],
    [" i j , j k -> k i ", "ij,jk->ki", [2, 3], [3, 4]],
    ["bij,bjk->bik", "bij,bjk->bik", [2, 2, 3], [2, 3, 2]],
    ["bij,bjk->ki", "bij,bjk->ki", [2, 2, 3], [2, 3, 2]],
    ["...ij,...jk->...ik", "abij,abjk->abik", [4, 1, 2, 3], [1, 5, 3, 2]],
    ["...ij,...jk", "bij,bjk->bik", [4, 2, 3], [1, 3, 2]],
    ["i...,i...->...", "ia,ia->a", [3, 2], [3, 2]],
    ["...i->i...", "abi->iab", [2, 3, 4]],
    ["ii->i", "ii->i", [3, 3]],
    ["ii", "ii->", [3, 3]],
    ["iijj->ji", "iijj->ji", [2, 2, 3, 3]],
    ["iii->i", "iii->i", [2, 2, 2]],
    ["ba", "ba->ab", [2, 3]],
    ["Ab->bA", "Ab->bA", [2, 3]],
    ["ij->", "ij->", [2, 3]],
    ["ij,k->k", "ij,k->k", [2, 3], [4]],
    ["i,i,i->i", "i,i,i->i", [3], [3], [3]],
    ["i,ij,j->", "i,ij,j->", [2], [2, 3], [3]],
    ["ai,bi,ci->abc", "ai,bi,ci->abc", [2, 4], [3, 4], [2, 4]],
    ["ij,jk,kl,lm->im", "ij,jk,kl,lm->im", [2, 3], [3, 2], [2, 4], [4, 2]],
    [
      "ab,cd,bc,da,ae,ef,fg,gh->h",
      "ab,cd,bc,da,ae,ef,fg,gh->h",
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 3],
    ],
    ["ij,jk->ik", "ij,jk->ik", [2, 0], [0, 3]],
  ])("%s", (equation, plain, ...shapes) => {
    const xs = shapes.map((shape, i) => fullRank(shape, i + 1));
    const [inputs, output] = plain.split("->");
    close(einsum(equation, ...xs), naive(inputs.split(","), output, xs), 1e-13);
  });

  test("contracts in the order that needs the fewest multiplications", () => {
    const multiplications = (equation: string, ...shapes: readonly (readonly number[])[]): number => {
      const { gemm } = kernels();
      let count = 0;
      useKernels({
        gemm: (transA, transB, m, n, k, ...rest) => {
          count += m * n * k;
          gemm(transA, transB, m, n, k, ...rest);
        },
      });
      try {
        einsum(equation, ...shapes.map((shape) => fullRank(shape)));
      } finally {
        useKernels();
      }
      return count;
    };
    // (A B) v costs 20·30·40 + 20·40, A (B v) only 30·40 + 20·30.
    expect(multiplications("ij,jk,k->i", [20, 30], [30, 40], [40])).toBe(30 * 40 + 20 * 30);
    // The well-known chain of six matrices of Cormen, Leiserson, Rivest and Stein, section 15.2: 15125.
    const lengths = [30, 35, 15, 5, 10, 20, 25];
    const chain = lengths.slice(1).map((length, i) => [lengths[i], length]);
    expect(multiplications("ab,bc,cd,de,ef,fg->ag", ...chain)).toBe(15125);
    // Beyond the exact search: from one end to the other, never the middle first.
    const many = Array.from({ length: 9 }, () => [8, 8]);
    expect(multiplications("ab,bc,cd,de,ef,fg,gh,hi,ij->aj", ...many)).toBe(8 * 8 ** 3);
    expect(multiplications("a,ab,bc,cd,de,ef,fg,gh,hi->i", [8], ...many.slice(1))).toBe(8 * 8 ** 2);
  });

  test.each<[string, readonly (readonly number[])[], RegExp]>([
    ["ij,jk", [[2, 3]], /^einsum: "ij,jk": it has 2 operands, but 1 are given/],
    ["ij", [[2]], /^einsum: "ij": "ij" labels 2 axes, but the operand has shape \[2\]\./],
    ["i", [[2, 3]], /"\.\.\." stands for axes without a letter/],
    [
      "ij,jk",
      [
        [2, 3],
        [4, 2],
      ],
      /^einsum: "ij,jk": "j" has length 3 and length 4, in operands of shapes \[2, 3\] and \[4, 2\]/,
    ],
    [
      "...i,...i",
      [
        [2, 3],
        [4, 3],
      ],
      /an axis under "\.\.\." has length 2 and length 4/,
    ],
    ["ii", [[2, 3]], /"i" has length 2 and length 3/],
    ["ij->k", [[2, 3]], /the result has "k", which no operand has/],
    ["ij->ii", [[2, 3]], /the result has "i" twice/],
    ["i->j->k", [[2]], /there is more than one "->"/],
    ["i1", [[2, 3]], /"i1" is not letters/],
    ["..i", [[2, 3]], /with one "\.\.\." at most/],
  ])("%s of %j", (equation, shapes, message) => {
    const run = (): Tensor => einsum(equation, ...shapes.map((shape) => fullRank([...shape])));
    expect(run).toThrowError(WengertError);
    expect(run).toThrowError(message);
  });
});

describe("tensordot, vdot and kron", () => {
  test("tensordot by its axes", () => {
    const [a, b] = [fullRank([2, 3, 4]), fullRank([3, 4, 5], 2)];
    close(tensordot(a, b), naive(["ijk", "jkl"], "il", [a, b]));
    close(
      tensordot(a, b, [
        [2, 1],
        [1, 0],
      ]),
      naive(["ijk", "jkl"], "il", [a, b]),
    );
    close(tensordot(a, b, [[-2], [0]]), naive(["ijk", "jlm"], "iklm", [a, b]));
    close(tensordot(a, b, 0), naive(["ijk", "lmn"], "ijklmn", [a, b]));
    const square = fullRank([3, 3]);
    close(tensordot(square, square, 1), matmul(square, square));
  });

  test("tensordot of what does not fit", () => {
    const a = fullRank([2, 3]);
    expect(() => tensordot(a, a, 1)).toThrowError(
      /^tensordot: axis 1 of a of shape \[2, 3\] and axis 0 of b of shape \[2, 3\] must be equally long/,
    );
    expect(() => tensordot(a, a, 3)).toThrowError(ShapeError);
    expect(() => tensordot(a, a, [[0], [0, 1]])).toThrowError(
      /^tensordot: axes has 1 for a and 2 for b; they go in pairs/,
    );
    expect(() =>
      tensordot(a, a, [
        [0, 0],
        [0, 0],
      ]),
    ).toThrowError(/each be named once/);
    expect(() => tensordot(a, a, [[5], [0]])).toThrowError(/^tensordot: no axis 5/);
  });

  test("vdot takes all elements", () => {
    const a = fullRank([2, 3]);
    close(vdot(a, a), naive(["ij", "ij"], "", [a, a]));
    expect(() => vdot(a, mT(a))).toThrowError(/^vdot: shapes \[2, 3\] and \[3, 2\] differ/);
  });

  test("kron", () => {
    const [a, b] = [fullRank([2, 1, 2, 3]), fullRank([5, 3, 2], 2)];
    const wanted = make([2, 5, 6, 6], (i, j, p, q) => {
      const entry = a.data[(i * 2 + Math.floor(p / 3)) * 3 + Math.floor(q / 2)];
      return entry * b.data[(j * 3 + (p % 3)) * 2 + (q % 2)];
    });
    close(kron(a, b), wanted);
    expect(kron(tensor([1, 2]), tensor([3, 4])).toArray()).toEqual([3, 4, 6, 8]);
    expect(() => kron(tensor([1]), fullRank([2, 2]))).toThrowError(
      /^kron: shapes \[1\] and \[2, 2\]: it takes two matrices/,
    );
  });
});
