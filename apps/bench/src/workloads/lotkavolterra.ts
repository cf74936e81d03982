import { compile, scan } from "@wengert/graph";
import { add, mul, sub, type Value, valueAndGrad } from "wengert";
import { lotkaVolterra } from "../byhand/lotkavolterra.ts";
import { byHand } from "../peers/hand.ts";
import { compiled, wengert } from "../peers/wengert.ts";
import { absent, PEERS, type Workload } from "../workload.ts";

const start = { a: 1.1, b: 0.4, c: 0.4, d: 0.1, x: 10, y: 5 };

/** The step in time. */
const h = 0.05;

export const lotkaVolterraGradient: Workload = {
  name: "lotkavolterra",
  title: "Lotka–Volterra",
  what:
    "x′ = a x − b x y, y′ = d x y − c y by the classical Runge–Kutta method in n steps of 0.05: the gradient of x² + y at the end by the four " +
    "parameters and the two initial values. Wengert: the steps are a scan.",
  sizes: { tiny: [3], quick: [200], full: [200, 2000] },
  label: (n) => `${n} steps`,
  rate: { unit: "ns per step", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: absent(PEERS, "the row is about loops of scalars"),
  contenders: (n) => {
    const gradient = valueAndGrad(endOf(n));
    const plan = compile(gradient);
    const numbers = ([value, { a, b, c, d, x, y }]: ReturnType<typeof gradient>): readonly number[] =>
      [value, a, b, c, d, x, y] as readonly number[];
    return [
      byHand(() => lotkaVolterra(n, h, start)),
      wengert({ run: () => gradient(start), numbers }),
      compiled({ run: () => plan(start), numbers }),
    ];
  },
};

type Point = readonly [x: Value, y: Value];

interface Rates {
  readonly a: Value;
  readonly b: Value;
  readonly c: Value;
  readonly d: Value;
}

function slope([x, y]: Point, { a, b, c, d }: Rates): Point {
  const met = mul(x, y);
  return [sub(mul(a, x), mul(b, met)), sub(mul(d, met), mul(c, y))];
}

function ahead([x, y]: Point, [dx, dy]: Point, t: number): Point {
  return [add(x, mul(t, dx)), add(y, mul(t, dy))];
}

/** One step of the classical Runge–Kutta method. */
function step(u: Point, rates: Rates): Point {
  const k1 = slope(u, rates);
  const k2 = slope(ahead(u, k1, h / 2), rates);
  const k3 = slope(ahead(u, k2, h / 2), rates);
  const k4 = slope(ahead(u, k3, h), rates);
  const mean = (i: 0 | 1): Value => add(add(k1[i], mul(2, k2[i])), add(mul(2, k3[i]), k4[i]));
  return ahead(u, [mean(0), mean(1)], h / 6);
}

function endOf(n: number) {
  return ({ x, y, ...rates }: Rates & { readonly x: Value; readonly y: Value }) => {
    const [[end, other]] = scan((u) => [step(u, rates), null], [x, y] as Point, null, { length: n });
    return add(mul(end, end), other);
  };
}
