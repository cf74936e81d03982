import { eye, greater, jacrev, mul, square, sum, type Tensor, tensor, zeros } from "@wengert/core";
import { hessian, jacfwd, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { agree } from "./tables/inputs.ts";

type Scalar = (x: Tensor) => Tensor;

const modes: readonly (readonly [name: string, second: (f: Scalar) => (x: Tensor) => Tensor])[] = [
  ["forward over forward", (f) => jacfwd(jacfwd(f) as Scalar) as Scalar],
  ["forward over reverse", (f) => hessian(f) as Scalar],
  ["reverse over reverse", (f) => jacrev(jacrev(f) as Scalar) as Scalar],
  ["reverse over forward", (f) => jacrev(jacfwd(f) as Scalar) as Scalar],
];

const nuclear: Scalar = (x) => linalg.norm(x, { ord: "nuc" });
const largest: Scalar = (x) => linalg.norm(x, { ord: 2 });
const smallest: Scalar = (x) => linalg.norm(x, { ord: -2 });
const condition: Scalar = (x) => linalg.cond(x);
const inverted: Scalar = (x) => linalg.cond(x, { ord: -2 });

const onesided = tensor([
  [1, 1],
  [1, 1],
]);
const twiceAtEnd = tensor([
  [2, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]);

const column = tensor([[3], [4]]);

describe.each(modes)("%s", (_mode, second) => {
  test.each([
    ["nuclear norm of rank 1", nuclear, onesided],
    ["nuclear norm of zeros", nuclear, zeros([2, 3])],
    ["largest of equal ones", largest, eye(2)],
    ["largest of zeros", largest, zeros([2, 2])],
    ["smallest of equal ones", smallest, twiceAtEnd],
    ["smallest, zero", smallest, onesided],
    ["condition number of equal ones", condition, eye(3)],
    ["condition number, the smallest one twice", condition, twiceAtEnd],
    ["inverse condition number", inverted, twiceAtEnd],
  ])("%s has no second derivative", (_name, f, a) => {
    expect(() => second(f)(a)).toThrowError(linalg.RepeatedValuesError);
  });

  test("neither has one matrix of several", () => {
    const several: Scalar = (x) => sum(linalg.norm(x, { ord: 2, axis: [-2, -1] }));
    const a = tensor([twiceAtEnd.toArray(), eye(3).toArray()] as number[][][]);
    expect(() => second(several)(a)).toThrowError(linalg.RepeatedValuesError);
  });

  test("what coincides and is not made use of is none, nor what is made use of altogether", () => {
    agree(second(nuclear)(twiceAtEnd), second((x) => sum(linalg.svdvals(x)))(twiceAtEnd), 1e-12);
    const byGram = (x: Tensor): Tensor =>
      linalg.trace(linalg.matrixFunction(linalg.matmul(linalg.mT(x), x), (y) => mul(y, greater(y, 2))));
    agree(second((x) => square(largest(x)))(twiceAtEnd), second(byGram)(twiceAtEnd), 1e-12);
    // Of a single column each of them is the Euclidean norm.
    for (const f of [nuclear, largest, smallest])
      agree(second(f)(column), second((x) => linalg.norm(x))(column), 1e-12);
  });
});

test("along directions that do not mix the vectors, the second derivative is there", () => {
  const along = (f: Scalar): number => jvp((x: Tensor) => jvp(f, [x], [eye(2)])[1], [eye(2)], [eye(2)])[1].item();
  for (const f of [largest, smallest, condition]) expect(along(f)).toBeCloseTo(0, 14);
});
