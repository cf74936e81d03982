// A fitted curve with its bands, and a Gaussian process with its forecast.
import { add, curveFit, exp, linspace, mul, neg } from "wengert";
import { colours, element, picture, polyline, scale, text } from "./svg.mjs";

/** @import { Tensor } from "wengert" */

const times = [0, 0.5, 1, 1.5, 2, 3, 4, 5];
const counts = [3.52, 2.18, 1.36, 1.04, 0.73, 0.62, 0.49, 0.52];

/** @typedef {{ a: Tensor; rate: Tensor; background: Tensor }} Decay */
const decay = (/** @type {Tensor} */ t, /** @type {Decay} */ p) =>
  add(mul(p.a, exp(neg(mul(p.rate, t)))), p.background);

const [width, height] = [640, 280];
const x = scale([0, 6], [36, width - 8]);
const y = scale([0, 3.8], [height - 28, 8]);

/** The area between two curves. */
function band(
  /** @type {Tensor} */ t,
  /** @type {Tensor} */ lower,
  /** @type {Tensor} */ upper,
  /** @type {number} */ opacity,
) {
  const point = (/** @type {Tensor} */ v) =>
    Array.from(v.data, (value, i) => /** @type {[number, number]} */ ([x(t.data[i]), y(value)]));
  return polyline([...point(upper), ...point(lower).reverse()], { fill: colours.forward, "fill-opacity": opacity });
}

export function fittedCurve() {
  const fit = curveFit(decay, times, counts, { a: 1, rate: 1, background: 0 });
  const t = linspace(0, 6, 121);
  const curve = fit.predict(t);
  const next = fit.predict(t, { interval: "prediction" });
  const line = Array.from(curve.value.data, (value, i) => /** @type {[number, number]} */ ([x(t.data[i]), y(value)]));
  const dots = times.map((time, i) =>
    element("circle", { cx: x(time), cy: y(counts[i]), r: 4, fill: colours.backward }),
  );
  const ticks = [0, 1, 2, 3, 4, 5, 6].map((v) =>
    text(x(v), height - 8, String(v), { "text-anchor": "middle", fill: colours.faint }),
  );
  const rows = [0, 1, 2, 3].map(
    (v) =>
      element("line", { x1: x(0), x2: x(6), y1: y(v), y2: y(v), stroke: colours.line, "stroke-width": 0.7 }) +
      text(x(0) - 8, y(v) + 4, String(v), { "text-anchor": "end", fill: colours.faint }),
  );
  const parts = [
    ...rows,
    ...ticks,
    band(t, next.lower, next.upper, 0.1),
    band(t, curve.lower, curve.upper, 0.22),
    polyline(line, { stroke: colours.forward, "stroke-width": 2 }),
    ...dots,
  ];
  return picture(
    width,
    height,
    "Eight observations, the fitted decay, its confidence band and a wider one for new observations",
    parts,
  );
}
