import { type Tensor, tensor } from "@wengert/array";
import { add, concat, cos, div, exp, mul, pow, reshape, sin, slice, square, stack, sub, sum } from "@wengert/ops";
import { plus, problem, type ResidualFunction, range, type Scalar, times } from "./problem.ts";
import { powell, rosenbrock } from "./terms.ts";

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

/** As many variables as one likes; here those of the paper, or ten. */
export const anyNumber: readonly ResidualFunction[] = [
  watson(6),
  watson(9),
  problem("Extended Rosenbrock, n = 10", repeated([-1.2, 1], 5), (...x) =>
    range(5).flatMap((i) => rosenbrock(x[2 * i - 2], x[2 * i - 1])),
  ),
  problem("Extended Powell, n = 8", repeated([3, -1, 0, 1], 2), (...x) => [
    ...powell(x[0], x[1], x[2], x[3]),
    ...powell(x[4], x[5], x[6], x[7]),
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
