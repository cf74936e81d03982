/* What does not depend stays apart from ∞ and NaN in products of matrices, also where a derivative adds them up over a batch. */
import { grad, log, sum, type Tensor, tensor, where } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { square } from "@wengert/ops";
import { expect, test } from "vitest";

const chosen = tensor([[[1]], [[0]]]);
const a = tensor([
  [
    [1, 2],
    [3, 4],
  ],
  [
    [Number.POSITIVE_INFINITY, Number.NaN],
    [1, Number.NEGATIVE_INFINITY],
  ],
]);
const b = tensor([
  [1, -1],
  [2, 0.5],
]);
const first = (x: Tensor): Tensor => sum(where(chosen, linalg.matmul(a, x), 0));

test("a factor that a batch shares gets the cotangents of what is chosen", () => {
  const wanted = [
    [4, 4],
    [6, 6],
  ];
  expect(grad(first)(b).toArray()).toEqual(wanted);
  expect(jvp(first, [b], [b])[1].item()).toBe(4 * 0 + 6 * 2.5);
});

test("so does the factor on the other side, transposed, of each product what is chosen of it", () => {
  const factors = tensor([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [Number.POSITIVE_INFINITY, 5],
      [Number.NaN, 6],
    ],
  ]);
  const parts = tensor([[[1, 1]], [[0, 1]]]);
  const f = (x: Tensor): Tensor => sum(where(parts, linalg.matmul(x, factors), 0));
  expect(grad(f)(b).toArray()).toEqual([
    [1 + 2 + 5, 3 + 4 + 6],
    [1 + 2 + 5, 3 + 4 + 6],
  ]);
});

test("second derivatives leave it out as well", () => {
  const f = (x: Tensor): Tensor => sum(where(chosen, square(linalg.matmul(a, log(square(x)))), 0));
  const alone = (x: Tensor): Tensor =>
    sum(
      square(
        linalg.matmul(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          log(square(x)),
        ),
      ),
    );
  expect(hvp(f)(b, b).toArray()).toEqual(hvp(alone)(b, b).toArray());
});
