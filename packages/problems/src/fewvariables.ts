import { type Tensor, tensor } from "@wengert/array";
import { abs, add, atan, div, exp, greater, mul, pow, sqrt, square, sub } from "@wengert/ops";
import { plus, problem, type ResidualFunction, range, times } from "./problem.ts";
import { powell, rosenbrock } from "./terms.ts";

const bard = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
const gaussian = [0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989];
const meyer = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
const kowalik = {
  y: [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
  u: [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
};
const osborne = [
  0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603, 0.58,
  0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42, 0.414, 0.411, 0.406,
];

/** At most six variables, a number of the problem's own. */
export const fewVariables: readonly ResidualFunction[] = [
  problem("Rosenbrock", [-1.2, 1], (a, b) => rosenbrock(a, b)),
  problem("Freudenstein and Roth", [0.5, -2], (a, b) => [
    plus(-13, a, mul(sub(mul(sub(5, b), b), 2), b)),
    plus(-29, a, mul(sub(mul(add(b, 1), b), 14), b)),
  ]),
  problem("Powell badly scaled", [0, 1], (a, b) => [
    sub(times(1e4, a, b), 1),
    plus(exp(mul(-1, a)), exp(mul(-1, b)), -1.0001),
  ]),
  problem("Brown badly scaled", [1, 1], (a, b) => [sub(a, 1e6), sub(b, 2e-6), sub(mul(a, b), 2)]),
  problem("Beale", [1, 1], (a, b) => [1.5, 2.25, 2.625].map((y, i) => sub(y, mul(a, sub(1, pow(b, i + 1)))))),
  problem("Jennrich and Sampson", [0.3, 0.4], (a, b) =>
    range(10).map((i) => sub(2 + 2 * i, add(exp(mul(i, a)), exp(mul(i, b))))),
  ),
  problem("Helical valley", [-1, 0, 0], (a, b, c) => {
    const turn = greater(a, 0).item() === 1 ? 0 : 0.5;
    const angle = add(div(atan(div(b, a)), 2 * Math.PI), turn);
    return [mul(10, sub(c, mul(10, angle))), mul(10, sub(sqrt(add(square(a), square(b))), 1)), c];
  }),
  problem("Bard", [1, 1, 1], (a, b, c) =>
    bard.map((y, i) => {
      const [u, v] = [i + 1, 15 - i];
      return sub(y, add(a, div(u, add(mul(v, b), mul(Math.min(u, v), c)))));
    }),
  ),
  problem("Gaussian", [0.4, 1, 0], (a, b, c) =>
    range(15).map((i) => {
      const y = gaussian[Math.min(i, 16 - i) - 1];
      return sub(mul(a, exp(times(-0.5, b, square(sub((8 - i) / 2, c))))), y);
    }),
  ),
  problem("Meyer", [0.02, 4000, 250], (a, b, c) =>
    meyer.map((y, i) => sub(mul(a, exp(div(b, add(50 + 5 * i, c)))), y)),
  ),
  problem("Gulf research and development", [5, 2.5, 0.15], (a, b, c) => {
    const t = tensor(range(20).map((i) => i / 100));
    const y = tensor(range(20).map((i) => 25 + (-50 * Math.log(i / 100)) ** (2 / 3)));
    return sub(exp(mul(-1, div(pow(abs(sub(y, b)), c), a))), t);
  }),
  problem("Box three-dimensional", [0, 10, 20], (a, b, c) =>
    range(10).map((i) => {
      const t = i / 10;
      const decay = sub(exp(mul(-t, a)), exp(mul(-t, b)));
      return sub(decay, mul(Math.exp(-t) - Math.exp(-10 * t), c));
    }),
  ),
  problem("Powell singular", [3, -1, 0, 1], (a, b, c, d) => powell(a, b, c, d)),
  problem("Wood", [-3, -1, -3, -1], (a, b, c, d) => [
    ...rosenbrock(a, b),
    mul(Math.sqrt(90), sub(d, square(c))),
    sub(1, c),
    mul(Math.sqrt(10), plus(b, d, -2)),
    div(sub(b, d), Math.sqrt(10)),
  ]),
  problem("Kowalik and Osborne", [0.25, 0.39, 0.415, 0.39], (a, b, c, d) =>
    kowalik.y.map((y, i) => {
      const u = kowalik.u[i];
      return sub(y, div(mul(a, add(u * u, mul(u, b))), plus(u * u, mul(u, c), d)));
    }),
  ),
  problem("Brown and Dennis", [25, 5, -5, -1], (a, b, c, d) => {
    const times = range(20).map((i) => i / 5);
    const at = (f: (t: number) => number): Tensor => tensor(times.map(f));
    const p = sub(add(a, mul(tensor(times), b)), at(Math.exp));
    const q = sub(add(c, mul(at(Math.sin), d)), at(Math.cos));
    return add(square(p), square(q));
  }),
  problem("Osborne 1", [0.5, 1.5, -1, 0.01, 0.02], (a, b, c, d, e) => {
    const t = tensor(osborne.map((_, i) => -10 * i));
    return sub(tensor(osborne), add(add(a, mul(b, exp(mul(t, d)))), mul(c, exp(mul(t, e)))));
  }),
  problem("Biggs EXP6", [1, 2, 1, 1, 1, 1], (a, b, c, d, e, f) =>
    range(13).map((i) => {
      const t = i / 10;
      const y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
      return plus(mul(c, exp(mul(-t, a))), times(-1, d, exp(mul(-t, b))), mul(f, exp(mul(-t, e))), -y);
    }),
  ),
];
