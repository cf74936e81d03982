// Learning rates over steps, each asked for its 100 values.
import { cosineDecay, exponentialDecay, linear, oneCycle, piecewise, stepDecay, warmupCosine } from "wengert";
import { colours, element, picture, polyline, scale, text } from "./svg.mjs";

/** @type {[string, (step: number) => number][]} */
const schedules = [
  ["stepDecay(1, 25, 0.5)", stepDecay(1, 25, 0.5)],
  ["exponentialDecay(1, 0.97)", exponentialDecay(1, 0.97)],
  ["linear(1, 0.1, 80)", linear(1, 0.1, 80)],
  ["cosineDecay(1, 100)", cosineDecay(1, 100)],
  ["warmupCosine(1, …)", warmupCosine(1, { warmup: 20, steps: 100 })],
  ["oneCycle(1, …)", oneCycle(1, { steps: 100 })],
  ["piecewise([1, 0.3, 0.1], …)", piecewise([1, 0.3, 0.1], [40, 70])],
];

const [width, height] = [210, 90];
const x = scale([0, 99], [0, width]);
const y = scale([0, 1], [height, 4]);

export function schedulePictures() {
  const panels = schedules.map(([name, rate], i) => {
    const points = Array.from({ length: 100 }, (_, step) => /** @type {const} */ ([x(step), y(rate(step))]));
    const inner =
      element("line", { x1: 0, x2: width, y1: height, y2: height, stroke: colours.line }) +
      polyline(points, { stroke: colours.forward, "stroke-width": 2 });
    const place = `translate(${(i % 4) * (width + 24)} ${Math.floor(i / 4) * (height + 48)})`;
    const words = text(0, 13, name, { "font-size": 12.5 });
    return element("g", { transform: place }, words + element("g", { transform: "translate(0 20)" }, inner));
  });
  const label = `Learning rates over 100 steps: ${schedules.map(([name]) => name).join(", ")}`;
  return picture(4 * width + 72, 2 * (height + 48), label, panels);
}
