// What a user of the published packages writes. It is type-checked against the packed packages under several versions
// of TypeScript and run in Node, so it also holds the inference that the guides promise.
import { checkGrads } from "@wengert/check";
import { erf } from "@wengert/special";
import { map } from "@wengert/tree";
import {
  add,
  addDiagonal,
  adjoint,
  cholesky,
  exp,
  type Gradient,
  generator,
  grad,
  hessian,
  matmul,
  minimize,
  mT,
  mul,
  neg,
  param,
  paramsOf,
  square,
  sum,
  type Tensor,
  tensor,
  type Value,
  type Values,
  valueAndGrad,
  withGradient,
} from "wengert";

function near(actual: number, expected: number): void {
  if (!(Math.abs(actual - expected) <= 1e-6)) throw new Error(`${actual} is not ${expected}`);
}

// A number in, a number out; the callback needs no annotation.
const slope: number = grad((x) => mul(x, x))(3);
near(slope, 6);

// A tensor in, a tensor out.
const direction: Tensor = grad((x: Tensor) => sum(square(x)))(tensor([1, 2]));
near(direction.data[1], 4);

// Trees keep their shape.
interface Model {
  kernel: { scale: number; length: number };
  name: string;
}
const loss = (p: Values<Model>): Value => add(square(p.kernel.scale), mul(3, p.kernel.length));
const model: Model = { kernel: { scale: 2, length: 1 }, name: "rbf" };
const [value, gradient]: [number, Gradient<Model>] = valueAndGrad(loss)(model);
near(value, 7);
near(gradient.kernel.scale, 4);
const nothing: null = gradient.name;
if (nothing !== null) throw new Error("a static leaf has a gradient");
map((leaf) => leaf, model);

// Tags, custom adjoints, optimizers.
const scale = param(2);
const [, grads] = withGradient(() => square(scale), paramsOf(scale));
near(grads.get(scale), 4);
const cube = adjoint((x: Tensor) => [mul(x, square(x)), (ybar: Tensor) => [mul(ybar, mul(3, square(x)))]]);
near(grad(cube)(2), 12);
near(hessian((x) => mul(x, square(x)))(2).item(), 12);
const { params } = minimize((p) => add(square(add(p.a, -1)), square(p.b)), { a: 3, b: 2 });
near(params.a, 1);
checkGrads((x) => square(x), [1.5], { order: 2 });

// WebAssembly, which travels inside of the packages, and what comes from other packages.
const a = generator(1).normal([100, 100]);
const l = cholesky(addDiagonal(matmul(a, mT(a)), 1));
near(sum(square(add(matmul(l, mT(l)), neg(addDiagonal(matmul(a, mT(a)), 1))))).item(), 0);
near(sum(exp(tensor(new Float64Array(1000)))).item(), 1000);
near(erf(0.5).item(), 0.520499877813);

// What must not compile.
// @ts-expect-error a tensor has no arithmetic operators
export const wrong = (x: Tensor): number => x * 2;
console.log("consumer: ok");
