// A compiled program and its plan
import { compile } from "@wengert/graph";
import { addDiagonal, exp, grad, mul, mvnLogDensity, neg, pairwiseSquaredDistance, sin, square } from "wengert";
import { sub, type Tensor, tensor, type Values } from "wengert";

// A pendulum, step by step: 200 steps of six operations. Where does it end, and how does that depend on its length?
const end = (length: Tensor) => {
  let [angle, speed]: [Tensor, Tensor] = [tensor(1), tensor(0)];
  for (let k = 0; k < 200; k++) {
    speed = sub(speed, mul(mul(0.05, square(length)), sin(angle)));
    angle = sub(angle, mul(-0.05, speed));
  }
  return angle;
};
const slope = grad(end);
const compiled = compile(slope);

// The first two calls capture it and look whether it is the same program again.
for (const length of [1, 1.1, 1.2]) compiled(length);
show(compiled(1.3) === slope(1.3), "the same to the last bit");

const microseconds = (f: (x: number) => number): number => {
  const start = performance.now();
  for (let k = 0; k < 300; k++) f(1 + k / 1000);
  return (1000 * (performance.now() - start)) / 300;
};
microseconds(compiled); // V8 looks at it first
show(microseconds(slope), "µs for a gradient");
show(microseconds(compiled), "µs for a gradient, compiled");
show(compiled.explain(), "scalars: everything became straight code");

// With matrices, a plan has calls between.
const x = tensor(Array.from({ length: 12 }, (_, i) => [i / 4]));
const y = tensor(Array.from({ length: 12 }, (_, i) => Math.sin(i / 2)));
const theta = { length: 1, noise: 0.1 };
const loss = ({ length, noise }: Values<typeof theta>) => {
  const scaled = mul(-0.5, mul(square(length), pairwiseSquaredDistance(x)));
  return neg(mvnLogDensity(y, 0, addDiagonal(exp(scaled), exp(noise))));
};
const learned = compile(grad(loss));
for (const length of [1, 1.1, 1.2]) learned({ length, noise: -2 });
show(learned.explain(), "a Gaussian process: calls, and what is small between them");
