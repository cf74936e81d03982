/*
 * Every distribution against its distribution function and its moments, with fixed seeds. A bound at which the right generator
 * would fail once in a million.
 */
import { type Tensor, tensor } from "@wengert/array";
import { generator, type RandomGenerator } from "@wengert/random";
import { lgamma, normalCdf } from "@wengert/special";
import { describe, expect, it } from "vitest";

const COUNT = 50_000;

/** √n times the largest distance of the empirical distribution function from F; above 2.7 once in a million (Kolmogorov). */
function kolmogorov(draws: Float64Array, F: (x: number) => number): number {
  const sorted = draws.toSorted();
  const most = sorted.reduce((sofar, x, i) => {
    const level = F(x);
    return Math.max(sofar, level - i / sorted.length, (i + 1) / sorted.length - level);
  }, 0);
  return most * Math.sqrt(sorted.length);
}

/** The regularised lower incomplete gamma function, by its series or its continued fraction. */
function gammaCdf(a: number, x: number): number {
  const scale = Math.exp(a * Math.log(x) - x - lgamma(a).item());
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return scale * sum;
  }
  let fraction = 0;
  for (let n = 200; n >= 1; n--) fraction = (n * (a - n)) / (x + 2 * n + 1 - a + fraction);
  return 1 - scale / (x + 1 - a + fraction);
}

interface Distribution {
  readonly draw: (random: RandomGenerator) => Tensor;
  readonly cdf: (x: number) => number;
  readonly mean: number;
  readonly variance: number;
  /** The fourth central moment, of which the error of the variance follows. */
  readonly fourth: number;
}

const gammas = [0.05, 0.6, 1, 3.7, 250].map((a): [string, Distribution] => [
  `gamma, a = ${a}`,
  {
    draw: (random) => random.gamma(a, [COUNT]),
    cdf: (x) => (x === 0 ? 0 : gammaCdf(a, x)),
    mean: a,
    variance: a,
    fourth: 3 * a * a + 6 * a,
  },
]);

const continuous: readonly [string, Distribution][] = [
  [
    "uniform",
    { draw: (random) => random.uniform([COUNT]), cdf: (x) => x, mean: 0.5, variance: 1 / 12, fourth: 1 / 80 },
  ],
  [
    "uniform on [−3e9, 5e9)",
    {
      draw: (random) => random.uniform(-3e9, 5e9, [COUNT]),
      cdf: (x) => (x + 3e9) / 8e9,
      mean: 1e9,
      variance: 64e18 / 12,
      fourth: 8e9 ** 4 / 80,
    },
  ],
  [
    "normal",
    { draw: (random) => random.normal([COUNT]), cdf: (x) => normalCdf(x).item(), mean: 0, variance: 1, fourth: 3 },
  ],
  [
    "normal of mean −7 and standard deviation 1e-9",
    {
      draw: (random) => random.normal(0, 1e-9, [COUNT]),
      cdf: (x) => normalCdf(x / 1e-9).item(),
      mean: 0,
      variance: 1e-18,
      fourth: 3e-36,
    },
  ],
  [
    "exponential of rate 4",
    {
      draw: (random) => random.exponential(4, [COUNT]),
      cdf: (x) => -Math.expm1(-4 * x),
      mean: 1 / 4,
      variance: 1 / 16,
      fourth: 9 / 256,
    },
  ],
  ...gammas,
];

function meanOf(x: Float64Array): number {
  return x.reduce((sum, one) => sum + one, 0) / x.length;
}

describe.each(continuous)("%s", (_, { draw, cdf, mean, variance, fourth }) => {
  const { data } = draw(generator(2026));

  it("has its distribution function", () => {
    expect(kolmogorov(data, cdf)).toBeLessThan(2.7);
  });

  it("has its mean and variance", () => {
    expect(Math.abs(meanOf(data) - mean) / Math.sqrt(variance / COUNT)).toBeLessThan(5);
    const squares = data.map((x) => (x - mean) ** 2);
    expect(Math.abs(meanOf(squares) - variance) / Math.sqrt((fourth - variance ** 2) / COUNT)).toBeLessThan(5);
  });

  it("does not depend on what was drawn just before", () => {
    const levels = data.map((x) => cdf(x) - 0.5);
    for (const lag of [1, 2, 3, 7]) {
      const products = levels.slice(lag).map((u, i) => 12 * u * levels[i]);
      expect(Math.abs(meanOf(products)) * Math.sqrt(COUNT)).toBeLessThan(5);
    }
  });
});

/** Pearson's χ² in units of its standard deviation, from its mean; above 6 less than once in a million for many cells. */
function chiSquare(counts: Float64Array, expected: Float64Array): number {
  const degrees = counts.length - 1;
  const sum = counts.reduce((total, count, i) => total + (count - expected[i]) ** 2 / expected[i], 0);
  return (sum - degrees) / Math.sqrt(2 * degrees);
}

function counted(draws: Float64Array, cells: number): Float64Array {
  const counts = new Float64Array(cells);
  for (const draw of draws) counts[draw]++;
  return counts;
}

describe("discrete draws", () => {
  it("integers are as likely each, and none lies outside", () => {
    const draws = generator(3)
      .integers(-20, 30, [COUNT])
      .data.map((i) => i + 20);
    expect(chiSquare(counted(draws, 50), new Float64Array(50).fill(COUNT / 50))).toBeLessThan(6);
  });

  it("integers of the largest range reach into both ends of it", () => {
    const half = 2 ** 52;
    const { data } = generator(4).integers(-half, half, [COUNT]);
    expect(kolmogorov(data, (x) => (x + half) / (2 * half))).toBeLessThan(2.7);
    expect(new Set(data.map((x) => Math.abs(x % 2))).size).toBe(2);
  });

  it("bernoulli has its probability, each element its own", () => {
    const { data, shape } = generator(5).bernoulli(tensor([0, 0.03, 0.5, 1]), [COUNT, 4]);
    expect(shape).toEqual([COUNT, 4]);
    const share = (k: number): number => meanOf(data.filter((_, i) => i % 4 === k));
    expect([share(0), share(3)]).toEqual([0, 1]);
    for (const [k, p] of [
      [1, 0.03],
      [2, 0.5],
    ])
      expect(Math.abs(share(k) - p) / Math.sqrt((p * (1 - p)) / COUNT)).toBeLessThan(5);
  });

  it("choice with weights follows them, in any unit", () => {
    const weights = [3, 0, 1, 4, 2];
    for (const unit of [1e-300, 1, 1e307]) {
      const scaled = weights.map((weight) => weight * unit);
      const counts = counted(generator(6).choice(5, [COUNT], { weights: scaled }).data, 5);
      expect(counts[1]).toBe(0);
      const rest = (x: Float64Array): Float64Array => x.filter((_, i) => i !== 1);
      expect(chiSquare(rest(counts), rest(Float64Array.from(weights, (w) => (w / 10) * COUNT)))).toBeLessThan(6);
    }
  });

  it("choice of different elements draws by the weights of those that are left", () => {
    const random = generator(7);
    const pairs = Array.from({ length: 20_000 }, () => {
      const [i, j] = random.choice(3, [2], { replace: false, weights: [1, 2, 5] }).data;
      expect(i).not.toBe(j);
      return 3 * i + j;
    });
    const w = [1, 2, 5];
    const cells = [1, 2, 3, 5, 6, 7];
    const likely = cells.map((cell) => {
      const [i, j] = [Math.floor(cell / 3), cell % 3];
      return ((20_000 * w[i]) / 8) * (w[j] / (8 - w[i]));
    });
    const counts = counted(Float64Array.from(pairs), 9);
    expect(
      chiSquare(
        Float64Array.from(cells, (c) => counts[c]),
        Float64Array.from(likely),
      ),
    ).toBeLessThan(6);
  });

  it("permutations are as likely each", () => {
    const random = generator(8);
    const names = new Map<string, number>();
    for (let k = 0; k < 24_000; k++) {
      const name = random.permutation(4).data.join("");
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    expect(names.size).toBe(24);
    expect(chiSquare(Float64Array.from(names.values()), new Float64Array(24).fill(1000))).toBeLessThan(6);
  });
});

describe("streams that were split off", () => {
  const parent = generator(9);
  const [first, second] = parent.split(2);
  const nested = first.split();
  const streams = { parent, first, second, nested, "of the next seed": generator(10) };
  const levels = Object.entries(streams).map(([name, random]) => [name, random.uniform([COUNT]).data] as const);

  it.each(levels)("%s is uniform", (_, data) => {
    expect(kolmogorov(data, (x) => x)).toBeLessThan(2.7);
  });

  const pairs = levels.flatMap(([a, x], i) => levels.slice(i + 1).map(([b, y]) => [a, b, x, y] as const));
  it.each(pairs)("%s and %s are independent", (_a, _b, x, y) => {
    // Not correlated, at any lag; the squares are filled evenly; and no number is in both.
    for (const lag of [0, 1, 2, 5]) {
      const products = x.slice(lag).map((u, i) => 12 * (u - 0.5) * (y[i] - 0.5));
      expect(Math.abs(meanOf(products)) * Math.sqrt(COUNT)).toBeLessThan(5);
    }
    const cells = x.map((u, i) => 16 * Math.floor(16 * u) + Math.floor(16 * y[i]));
    expect(chiSquare(counted(cells, 256), new Float64Array(256).fill(COUNT / 256))).toBeLessThan(6);
    const seen = new Set(x);
    expect(y.filter((u) => seen.has(u))).toHaveLength(0);
  });

  it("many first numbers of siblings are independent and uniform, those of neighbouring seeds too", () => {
    const siblings = generator(11).split(5000);
    const seeds = Array.from({ length: 5000 }, (_, seed) => generator(seed));
    for (const many of [siblings, seeds]) {
      const firsts = Float64Array.from(many, (random) => random.uniform().item());
      expect(kolmogorov(firsts, (x) => x)).toBeLessThan(2.7);
      const products = firsts.slice(1).map((u, i) => 12 * (u - 0.5) * (firsts[i] - 0.5));
      expect(Math.abs(meanOf(products)) * Math.sqrt(5000)).toBeLessThan(5);
    }
  });
});
