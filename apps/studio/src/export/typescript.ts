import type { Series, Started } from "@wengert/gp-app/model";
import { code } from "./snippets.ts";

/**
 * A program that learns the model with `wengert` alone: data, parameters, covariance, likelihood and a forecast. It computes what
 * the studio computes, in the units of the data.
 */
export function programFor(covariance: Started, data: Series, horizon: number): string {
  const used = new Set<string>([
    "add",
    "cholesky",
    "choleskyInverse",
    "choleskySolve",
    "diagonal",
    "dot",
    "log",
    "matmul",
  ]);
  for (const name of [
    "adjoint",
    "minimize",
    "mul",
    "outer",
    "paramsOf",
    "square",
    "sub",
    "sum",
    "tensor",
    "triangularSolve",
  ]) {
    used.add(name);
  }
  const parameters = code.parameters(covariance, used);
  const kernel = code.kernel(covariance, "model", used);
  const helpers = code.helpers(covariance, used);
  const objective = code.penalty(covariance, used);
  const inputs = data.x.length;
  const imports = [...used].sort().join(", ");
  return `// ${data.title}: a Gaussian process, as the studio had it. Run it with: npm install wengert && node program.ts
import { ${wrapped(imports)} } from "wengert";
import type { Param, Tensor, Value } from "wengert";
${helpers.includes("maternOf(") ? 'import { matern as maternOf } from "@wengert/special"; // npm install @wengert/special\n' : ""}
/** The inputs, one array for each, and the observations. */
const x: number[][] = [
${data.x.map((values) => `  ${listed(values)},`).join("\n")}
];
const y: number[] = ${listed(data.y)};

/** What is learned. The numbers are where the fit starts. */
const model = ${parameters};

/** Squared distances, sameness and products of places: what covariances are made of. */
interface Pairs {
  readonly d2: readonly Tensor[];
  readonly same: Tensor;
  readonly products: Tensor;
}

const center = x.map((values) => values.reduce((a, b) => a + b) / values.length);
const scale = x.map((values, i) => Math.hypot(...values.map((value) => value - center[i])) / Math.sqrt(values.length));

function pairs(a: number[][], b: number[][], isSame: boolean): Pairs {
  const [n, m] = [a[0].length, b[0].length];
  const grid = (f: (i: number, j: number) => number): Tensor =>
    tensor(Float64Array.from({ length: n * m }, (_, k) => f(Math.floor(k / m), k % m)), [n, m]);
  const z = (places: number[][], input: number, i: number): number => (places[input][i] - center[input]) / scale[input];
  return {
    d2: a.map((_, input) => grid((i, j) => (a[input][i] - b[input][j]) ** 2)),
    same: grid((i, j) => (isSame && i === j ? 1 : 0)),
    products: grid((i, j) => a.reduce((total, _, input) => total + z(a, input, i) * z(b, input, j), 0)),
  };
}
${helpers}
/** The covariance of pairs of places. */
const covariance = (p: Pairs): Value =>
  ${kernel};

const mean = y.reduce((a, b) => a + b) / y.length;
const observed = tensor(Float64Array.from(y, (value) => value - mean));
const within = pairs(x, x, true);

/** −log N(y; 0, K) with its own derivative: K̄ = ½ (K⁻¹ − ααᵀ), α = K⁻¹y. */
const negativeLogLikelihood = adjoint((K: Tensor, obs: Tensor) => {
  const L = cholesky(K);
  const a = choleskySolve(L, obs);
  const value = add(mul(0.5, dot(obs, a)), add(sum(log(diagonal(L))), 0.5 * y.length * Math.log(2 * Math.PI)));
  return [value, (g) => [() => mul(mul(0.5, g), sub(choleskyInverse(L), outer(a, a))), () => mul(g, a)]];
});

const loss = (): Value => ${objective};
const { value, message } = minimize(loss, paramsOf(model));
console.log(\`negative log likelihood\${${code.hasPrior(covariance)} ? " with priors" : ""}: \${value.toFixed(4)} (\${message})\`);
console.log(JSON.stringify(model, (_, part) => (part instanceof Object && "constraint" in part ? (part as Param).value : part), 2));

// What is expected ${inputs === 1 ? "after the observations" : "at the first observations"}, with two standard deviations.
const places: number[][] = ${inputs === 1 ? `[Array.from({ length: 10 }, (_, i) => Math.max(...x[0]) + ((i + 1) / 10) * ${horizon})]` : "x.map((values) => values.slice(0, 10))"};
const L = cholesky(covariance(within));
const cross = covariance(pairs(x, places, false));
const expected = matmul(choleskySolve(L, observed), cross);
const prior = diagonal(covariance(pairs(places, places, true)));
const deviation = sub(prior, sum(square(triangularSolve(L, cross)), { axis: 0 }));
for (let i = 0; i < places[0].length; i++) {
  const at = places.map((values) => values[i].toPrecision(8)).join(", ");
  console.log(\`\${at}: \${(mean + expected.data[i]).toPrecision(6)} ± \${(2 * Math.sqrt(Math.max(0, deviation.data[i]))).toPrecision(3)}\`);
}
`;
}

function listed(values: Float64Array): string {
  return `[${Array.from(values, String).join(", ")}]`;
}

function wrapped(names: string): string {
  return names.length > 100 ? `\n  ${names.replaceAll(", ", ",\n  ")},\n` : names;
}
