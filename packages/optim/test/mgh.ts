import { type Tensor, tensor } from "@wengert/array";
import {
  abs,
  add,
  atan,
  concat,
  cos,
  div,
  exp,
  greater,
  mul,
  pow,
  reshape,
  sin,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
} from "@wengert/ops";

type Scalar = number | Tensor;

/** A test problem: residuals, whose sum of squares is the objective, and the usual start. */
export interface ResidualFunction {
  readonly name: string;
  readonly start: readonly number[];
  readonly residual: (x: Tensor) => Tensor;
}

const plus = (...terms: readonly Scalar[]): Scalar => terms.reduce((total, term) => add(total, term));
const times = (...factors: readonly Scalar[]): Scalar => factors.reduce((total, factor) => mul(total, factor));
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** A problem from its residuals, one by one or as a vector, as functions of the variables one by one. */
function problem(
  name: string,
  start: readonly number[],
  residuals: (...x: readonly Tensor[]) => readonly Scalar[] | Tensor,
): ResidualFunction {
  const residual = (x: Tensor): Tensor => {
    const variables = start.map((_, j) => reshape(slice(x, [j], [j + 1]), []));
    const found = residuals(...variables);
    if (!Array.isArray(found)) return found as Tensor;
    return stack(
      (found as readonly Scalar[]).map((r) => (typeof r === "number" ? tensor(r) : r)),
      0,
    );
  };
  return { name, start, residual };
}

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

const rosenbrockPair = (a: Scalar, b: Scalar): Scalar[] => [mul(10, sub(b, square(a))), sub(1, a)];
const powellFour = (a: Scalar, b: Scalar, c: Scalar, d: Scalar): Scalar[] => [
  add(a, mul(10, b)),
  mul(Math.sqrt(5), sub(c, d)),
  square(sub(b, mul(2, c))),
  mul(Math.sqrt(10), square(sub(a, d))),
];

function watson(n: number): ResidualFunction {
  const times = range(29).map((i) => i / 29);
  const powers = tensor(times.map((t) => range(n).map((j) => t ** (j - 1))));
  const slopes = tensor(times.map((t) => range(n).map((j) => (j === 1 ? 0 : (j - 1) * t ** (j - 2)))));
  const residual = (x: Tensor): Tensor => {
    const [first, second] = [slice(x, [0], [1]), slice(x, [1], [2])];
    const value = sum(mul(powers, x), { axis: 1 });
    const rest = sub(sub(sum(mul(slopes, x), { axis: 1 }), square(value)), 1);
    return concat([rest, first, sub(sub(second, square(first)), 1)], 0);
  };
  return { name: `Watson, n = ${n}`, start: new Array(n).fill(0), residual };
}

/** A tensor without axes as a vector. */
const single = (x: Tensor): Tensor => reshape(x, [1]);

function penaltyOne(n: number): ResidualFunction {
  const residual = (x: Tensor): Tensor =>
    concat([mul(Math.sqrt(1e-5), sub(x, 1)), single(sub(sum(square(x)), 0.25))], 0);
  return { name: `Penalty I, n = ${n}`, start: range(n), residual };
}

function penaltyTwo(n: number): ResidualFunction {
  const y = tensor(range(n - 1).map((j) => Math.exp((j + 1) / 10) + Math.exp(j / 10)));
  const weights = tensor(range(n).map((j) => n + 1 - j));
  const residual = (x: Tensor): Tensor => {
    const e = exp(div(x, 10));
    const [later, earlier] = [slice(e, [1], [n]), slice(e, [0], [n - 1])];
    return concat(
      [
        sub(slice(x, [0], [1]), 0.2),
        mul(Math.sqrt(1e-5), sub(add(later, earlier), y)),
        mul(Math.sqrt(1e-5), sub(later, Math.exp(-0.1))),
        single(sub(sum(mul(weights, square(x))), 1)),
      ],
      0,
    );
  };
  return { name: `Penalty II, n = ${n}`, start: new Array(n).fill(0.5), residual };
}

function linear(name: string, entry: (i: number, j: number) => number): ResidualFunction {
  const matrix = tensor(range(20).map((i) => range(10).map((j) => entry(i, j))));
  return { name, start: new Array(10).fill(1), residual: (x) => sub(sum(mul(matrix, x), { axis: 1 }), 1) };
}

function chebyquad(n: number): ResidualFunction {
  const start = range(n).map((j) => j / (n + 1));
  const residual = (x: Tensor): Tensor => {
    // Chebyshev's polynomials, shifted to [0, 1], at every variable; degree by degree.
    const z = sub(mul(2, x), 1);
    let [before, now]: [Scalar, Tensor] = [1, z];
    const residuals = range(n).map((i) => {
      const mean = div(sum(now), n);
      [before, now] = [now, sub(mul(mul(2, z), now), before)];
      return i % 2 === 0 ? add(mean, 1 / (i * i - 1)) : mean;
    });
    return stack(residuals, 0);
  };
  return { name: `Chebyquad, n = ${n}`, start, residual };
}

const repeated = (pattern: readonly number[], count: number): number[] => new Array(count).fill(pattern).flat();
const grid = range(10).map((i) => i / 11);

/**
 * The functions of Moré, Garbow & Hillstrom with at most ten variables, in their order.
 *
 * Source: "Testing unconstrained optimization software", ACM Transactions on Mathematical Software 7 (1981) 17–41; Gulf
 * research and development with the correction y - x₂ of its published form.
 */
export const moreGarbowHillstrom: readonly ResidualFunction[] = [
  problem("Rosenbrock", [-1.2, 1], (a, b) => rosenbrockPair(a, b)),
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
  problem("Powell singular", [3, -1, 0, 1], (a, b, c, d) => powellFour(a, b, c, d)),
  problem("Wood", [-3, -1, -3, -1], (a, b, c, d) => [
    ...rosenbrockPair(a, b),
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
  watson(6),
  watson(9),
  problem("Extended Rosenbrock, n = 10", repeated([-1.2, 1], 5), (...x) =>
    range(5).flatMap((i) => rosenbrockPair(x[2 * i - 2], x[2 * i - 1])),
  ),
  problem("Extended Powell, n = 8", repeated([3, -1, 0, 1], 2), (...x) => [
    ...powellFour(x[0], x[1], x[2], x[3]),
    ...powellFour(x[4], x[5], x[6], x[7]),
  ]),
  penaltyOne(4),
  penaltyOne(10),
  penaltyTwo(4),
  penaltyTwo(10),
  problem(
    "Variably dimensioned",
    range(10).map((j) => 1 - j / 10),
    (...x) => {
      const weighted = plus(...x.map((xj, j) => mul(j + 1, sub(xj, 1))));
      return [...x.map((xj) => sub(xj, 1)), weighted, square(weighted)];
    },
  ),
  problem("Trigonometric", new Array(10).fill(0.1), (...x) => {
    const rest = sub(10, plus(...x.map((xj) => cos(xj))));
    return x.map((xi, i) => sub(add(rest, mul(i + 1, sub(1, cos(xi)))), sin(xi)));
  }),
  problem("Brown almost-linear", new Array(10).fill(0.5), (...x) => {
    const total = plus(...x);
    return [...x.slice(0, 9).map((xi) => plus(xi, total, -11)), sub(times(...x), 1)];
  }),
  problem(
    "Discrete boundary value",
    grid.map((t) => t * (t - 1)),
    (...x) =>
      x.map((xi, i) => {
        const cube = pow(add(xi, grid[i] + 1), 3);
        return plus(mul(2, xi), mul(-1, x[i - 1] ?? 0), mul(-1, x[i + 1] ?? 0), mul(1 / 242, cube));
      }),
  ),
  problem(
    "Discrete integral equation",
    grid.map((t) => t * (t - 1)),
    (...x) => {
      const cubes = x.map((xj, j) => pow(add(xj, grid[j] + 1), 3));
      return x.map((xi, i) => {
        const weights = grid.map((t, j) => (j <= i ? (1 - grid[i]) * t : grid[i] * (1 - t)) / 22);
        return add(xi, plus(...cubes.map((cube, j) => mul(weights[j], cube))));
      });
    },
  ),
  problem("Broyden tridiagonal", new Array(10).fill(-1), (...x) =>
    x.map((xi, i) => plus(mul(sub(3, mul(2, xi)), xi), mul(-1, x[i - 1] ?? 0), mul(-2, x[i + 1] ?? 0), 1)),
  ),
  problem("Broyden banded", new Array(10).fill(-1), (...x) =>
    x.map((xi, i) => {
      const near = x.flatMap((xj, j) => (j !== i && j >= i - 5 && j <= i + 1 ? [mul(xj, add(1, xj))] : []));
      return plus(mul(xi, add(2, mul(5, square(xi)))), 1, mul(-1, plus(...near)));
    }),
  ),
  linear("Linear, full rank", (i, j) => (i === j ? 1 : 0) - 0.1),
  linear("Linear, rank 1", (i, j) => i * j),
  linear("Linear, rank 1 with zero columns and rows", (i, j) =>
    i === 1 || i === 20 || j === 1 || j === 10 ? 0 : (i - 1) * j,
  ),
  chebyquad(8),
  chebyquad(10),
];

/** The objective of a problem: the sum of its squares. */
export function sumOfSquares({ residual }: ResidualFunction): (x: Tensor) => Tensor {
  return (x) => sum(square(residual(x)));
}
