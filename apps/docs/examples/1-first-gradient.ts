// A first gradient
import { add, exp, grad, hessian, linspace, mul, sin, type Tensor, vmap } from "wengert";

// Any function of numbers and nested objects of numbers:
const f = (x: Tensor) => mul(sin(mul(3, x)), exp(mul(-0.5, x)));

grad(f)(0);
grad(grad(f))(0);

const surface = (p: { x: Tensor; y: Tensor }) => add(mul(p.x, p.x), mul(sin(p.x), p.y));
grad(surface)({ x: 1, y: 2 });
hessian(surface)({ x: 1, y: 2 });

// The function and its slope, for 200 places at once:
const x = linspace(0, 4, 200);
plot(x, { "f(x)": f(x), "f′(x)": vmap(grad(f))(x) as Tensor });
