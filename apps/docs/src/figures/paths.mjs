// The ways of six methods through Rosenbrock's valley, each from a run at build.
import { adam, add, minimize, momentum, mul, square, sub } from "wengert";
import { colours, element, picture, polyline, scale, text } from "./svg.mjs";

/** @import { MinimizeOptions, Tensor } from "wengert" */

/** @typedef {{ x: number; y: number }} Point */

const valley = (/** @type {{ x: Tensor; y: Tensor }} */ p) =>
  add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));
const start = { x: -1.2, y: 1 };

/** @type {[string, MinimizeOptions<Point>][]} */
const methods = [
  ["L-BFGS", { method: "lbfgs" }],
  ["BFGS", { method: "bfgs" }],
  ["Newton, trust region", { method: "trust-ncg" }],
  ["Nelder–Mead", { method: "nelder-mead" }],
  ["momentum(0.0005)", { method: momentum(0.0005), maxIterations: 300 }],
  ["adam(0.1)", { method: adam(0.1), maxIterations: 300 }],
];

/** @returns the points of a run, and what is to be said about it */
function run(/** @type {MinimizeOptions<Point>} */ options) {
  /** @type {Point[]} */
  const points = [start];
  const result = minimize(valley, start, { ...options, onIteration: ({ params }) => void points.push(params) });
  const value = result.value < 1e-10 ? "reaches the minimum" : `value ${result.value.toPrecision(2)}`;
  return { points, said: `${result.evaluations} evaluations, ${value}` };
}

const [width, height, head] = [300, 230, 40];
const x = scale([-1.6, 1.5], [0, width]);
const y = scale([-0.6, 1.9], [height, 0]);

/** Where the function is c: x = 1 + √c cos t, y = x² + √c sin t / 10. */
function level(/** @type {number} */ c) {
  const points = Array.from({ length: 241 }, (_, i) => {
    const t = (i * Math.PI) / 120;
    const u = 1 + Math.sqrt(c) * Math.cos(t);
    return /** @type {const} */ ([x(u), y(u * u + (Math.sqrt(c) * Math.sin(t)) / 10)]);
  });
  return polyline(points, { stroke: colours.line, "stroke-width": 1 });
}

const levels = element("g", { id: "contours" }, [0.1, 1, 4, 16, 64, 200, 500].map(level).join(""));
const contours = element("use", { href: "#contours" });

function panel(
  /** @type {string} */ name,
  /** @type {MinimizeOptions<Point>} */ options,
  /** @type {number} */ left,
  /** @type {number} */ top,
) {
  const { points, said } = run(options);
  const places = points.map((p) => /** @type {const} */ ([x(p.x), y(p.y)]));
  const dots = element("path", {
    d: places.map(([px, py]) => `M${px.toFixed(1)} ${py.toFixed(1)}h0`).join(""),
    stroke: colours.backward,
    "stroke-width": 4,
    "stroke-linecap": "round",
  });
  const goal = element("circle", {
    cx: x(1),
    cy: y(1),
    r: 5,
    fill: "none",
    stroke: colours.forward,
    "stroke-width": 2,
  });
  const way = polyline(places, { stroke: colours.backward, "stroke-width": 1.2 });
  const frame = element("rect", { width, height, fill: colours.paper });
  const clipped = element("g", { "clip-path": "url(#panel)" }, [frame, contours, way, dots, goal].join(""));
  const words = text(0, 14, name, { "font-weight": 600 }) + text(0, 31, said, { fill: colours.faint });
  const inner = words + element("g", { transform: `translate(0 ${head})` }, clipped);
  return element("g", { transform: `translate(${left} ${top})` }, inner);
}

export function paths() {
  const clip = element("clipPath", { id: "panel" }, element("rect", { width, height })) + element("defs", {}, levels);
  const panels = methods.map(([name, options], i) =>
    panel(name, options, (i % 3) * (width + 20), Math.floor(i / 3) * (height + head + 24)),
  );
  const label = `The paths of ${methods.map(([name]) => name).join(", ")} in Rosenbrock's valley`;
  return picture(3 * width + 40, 2 * (height + head) + 24, label, [clip, ...panels]);
}
