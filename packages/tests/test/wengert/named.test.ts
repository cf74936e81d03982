/* Errors are of a class of their own, and name the operation that was called. */
import {
  ArgumentError,
  arange,
  linspace,
  ones,
  ShapeError,
  TracedValueError,
  tensor,
  WengertError,
  zeros,
} from "@wengert/array";
import { adjoint, FirstOrderOnlyError, grad, type Tensor, valueAndGrad } from "@wengert/core";
import { derivative, hvp, jacobian } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { tensordot } from "@wengert/linalg";
import { crossEntropy, square, sum } from "@wengert/ops";
import { minimize } from "@wengert/optim";
import { gradient, param, paramsOf } from "@wengert/params";
import { expect, test } from "vitest";

const x = tensor([1, 2]);
const p = param(2);
const loss = (y: Tensor) => sum(square(y));

const calls: Record<string, readonly [call: () => unknown, kind: unknown, op: string]> = {
  "an element that is a string": [() => tensor(["1"] as never), ArgumentError, "tensor"],
  "an element that is a Tensor": [() => tensor([x] as never), ArgumentError, "tensor"],
  "a sequence without end": [() => arange(0, Number.POSITIVE_INFINITY), ArgumentError, "arange"],
  "zeros without room": [() => zeros([1e9, 1e9]), ShapeError, "zeros"],
  "ones without room": [() => ones([1e18]), ShapeError, "ones"],
  "a sequence without room": [() => arange(1e17), ShapeError, "arange"],
  "points without room": [() => linspace(0, 1, 1e17), ShapeError, "linspace"],
  "a body that returns no pair": [() => adjoint(((y: Tensor) => y) as never)(x), ArgumentError, "adjoint"],
  "axes that are no pairs": [() => tensordot(x, x, [[0], []]), ArgumentError, "tensordot"],
  "a sparsity outside of the matrix": [
    () => jacobian(square, { sparsity: { shape: [2, 2], rows: [5], columns: [0] } } as never)(x),
    ArgumentError,
    "jacobian",
  ],
  "a method that is not there": [() => minimize(loss, x, { method: "newton" as never }), ArgumentError, "minimize"],
  "a start without numbers": [() => minimize((() => 1) as never, {}), ArgumentError, "minimize"],
  "a Promise": [() => grad((async () => 1) as never)(1), ArgumentError, "grad"],
  "a class that is not there": [() => crossEntropy(x, tensor(2)), ShapeError, "crossEntropy"],
  "a direction of another shape": [() => hvp(loss)(x, tensor(1) as never), WengertError, "hvp"],
  "a direction that is a string": [() => hvp(loss)(x, "up" as never), WengertError, "hvp"],
  "a point that is a string": [() => derivative(square)("up" as never), WengertError, "derivative"],
  "a vector of gradients in a plan": [
    () => compile(() => gradient(() => square(p), paramsOf(p)).toVector()[0])(),
    TracedValueError,
    "toVector",
  ],
  "a norm of gradients in a plan": [
    () => compile(() => gradient(() => square(p), paramsOf(p)).norm())(),
    TracedValueError,
    "norm",
  ],
};

test.each(Object.entries(calls))("%s", (_, [call, kind, op]) => {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(kind);
  expect((thrown as WengertError).name).not.toBe("WengertError");
  expect((thrown as WengertError).op).toBe(op);
  expect((thrown as WengertError).message.startsWith(`${op}: `)).toBe(true);
});

test("a vector of gradients is the numbers of an opaque rule", () => {
  const opaque = adjoint((y: Tensor) => {
    const q = param(y.item());
    const slope = gradient(() => square(q), paramsOf(q)).toVector()[0];
    return [y.item() ** 2, (g: Tensor) => [slope * g.item()]];
  });
  expect(valueAndGrad(opaque)(3)).toEqual([9, 6]);
  expect(() => grad(grad(opaque))(3)).toThrow(FirstOrderOnlyError);
});
