import { compile } from "@wengert/graph";
import {
  add,
  exp,
  expandDims,
  logsumexp,
  matmul,
  mul,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
} from "wengert";
import { type Components, mixtureOfGaussians } from "../../byhand/gmm.ts";
import { byHand } from "../../peers/hand.ts";
import { compiled, wengert } from "../../peers/wengert.ts";
import { uniform } from "../../random.ts";
import { absent, PEERS, type Workload } from "../../workload.ts";

/** The dimension of the data, the components, and the elements below the diagonal of a component's factor. */
const [D, K] = [10, 25];
const BELOW = (D * (D - 1)) / 2;

export const gmm: Workload = {
  name: "gmm",
  title: "Mixture of Gaussians (ADBench)",
  what:
    "Log posterior of n points in 10 dimensions under 25 Gaussians, each given by its mean and a triangular factor of its precision with the logarithm " +
    "of the diagonal, and its gradient by all 1,650 parameters.",
  sizes: { tiny: [7], quick: [1000], full: [1000] },
  label: (n) => `${n} points`,
  cannot: absent(PEERS, "it is not stated for them here"),
  contenders: (n) => {
    const x = uniform(n * D, 1);
    const data = {
      alphas: uniform(K, 2),
      means: uniform(K * D, 3),
      factors: uniform(K * (D + BELOW), 4),
    };
    const p = {
      alphas: tensor(data.alphas),
      means: tensor(data.means, [K, D]),
      factors: tensor(data.factors, [K, D + BELOW]),
    };
    const gradient = valueAndGrad(posteriorOf(tensor(x, [n, D])));
    const plan = compile(gradient);
    const numbers = ([value, { alphas, means, factors }]: ReturnType<typeof gradient>): readonly number[] => [
      value,
      ...(alphas as Tensor).data,
      ...(means as Tensor).data,
      ...(factors as Tensor).data,
    ];
    return [
      byHand(() => mixtureOfGaussians(x, { ...data, dimension: D } satisfies Components)),
      wengert({ run: () => gradient(p), numbers }),
      compiled({ run: () => plan(p), numbers }),
    ];
  },
};

interface Parameters {
  readonly alphas: Tensor;
  readonly means: Tensor;
  readonly factors: Tensor;
}

/** Puts lists of elements to their places in matrices: row e of the result has a 1 at the place of element e. */
function placed(places: readonly (readonly [i: number, j: number])[]): Tensor {
  const out = new Float64Array(places.length * D * D);
  for (const [e, [i, j]] of places.entries()) out[e * D * D + i * D + j] = 1;
  return tensor(out, [places.length, D * D]);
}

function posteriorOf(x: Tensor): (p: Parameters) => Tensor {
  const n = x.shape[0];
  const points = transpose(x);
  const indices = Array.from({ length: D }, (_, i) => i);
  const onDiagonal = placed(indices.map((i) => [i, i]));
  // Column by column.
  const below = placed(indices.flatMap((j) => indices.slice(j + 1).map((i) => [i, j] as const)));
  return ({ alphas, means, factors }) => {
    const logs = slice(factors, [0, 0], [K, D]);
    const [diagonal, rest] = [exp(logs), slice(factors, [0, D], [K, D + BELOW])];
    const q = reshape(add(matmul(rest, below), matmul(diagonal, onDiagonal)), [K, D, D]);
    // The points lie along the last axis, which is the longest.
    const z = sub(reshape(matmul(reshape(q, [K * D, D]), points), [K, D, n]), matmul(q, expandDims(means, -1)));
    const each = sub(expandDims(add(alphas, sum(logs, { axis: 1 })), -1), mul(0.5, sum(square(z), { axis: 1 })));
    const likelihood = sub(sum(logsumexp(each, { axis: 0 })), mul(n, logsumexp(alphas)));
    return sub(likelihood, mul(0.5, add(sum(square(diagonal)), sum(square(rest)))));
  };
}
