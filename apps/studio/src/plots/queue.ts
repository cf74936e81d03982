/** Draws one chart at a time, so that no moment of the page is long; of several wishes of one chart, only the last counts. */
const waiting = new Map<object, () => void>();
let running = false;

/** Draws soon. @param chart - whose wish it is */
export function drawSoon(chart: object, draw: () => void): void {
  waiting.set(chart, draw);
  if (running) return;
  running = true;
  setTimeout(next);
}

/** Forgets what a chart wished, when it is taken away. */
export function forgetDrawing(chart: object): void {
  waiting.delete(chart);
}

function next(): void {
  const first = waiting.entries().next().value;
  if (first === undefined) {
    running = false;
    return;
  }
  const [chart, draw] = first;
  waiting.delete(chart);
  draw();
  setTimeout(next);
}
