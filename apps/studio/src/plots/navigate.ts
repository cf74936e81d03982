import type uPlot from "uplot";

/** How much closer a step brings. */
const closer = 0.7;

/** Shows the part of the x axis about its middle, `factor` times as wide. */
export function zoomBy(plot: uPlot, factor: number, about?: number): void {
  const { min, max } = plot.scales["x"];
  if (min === undefined || max === undefined) return;
  const center = about ?? (min + max) / 2;
  show(plot, center - (center - min) * factor, center + (max - center) * factor);
}

/** Moves the part that is shown by a share of its width. */
export function panBy(plot: uPlot, share: number): void {
  const { min, max } = plot.scales["x"];
  if (min === undefined || max === undefined) return;
  const [first, last] = extentOf(plot);
  const by = Math.max(first - min, Math.min(last - max, share * (max - min)));
  show(plot, min + by, max + by);
}

/** Shows all. */
export function zoomOut(plot: uPlot): void {
  const [first, last] = extentOf(plot);
  plot.setScale("x", { min: first, max: last });
}

function show(plot: uPlot, min: number, max: number): void {
  const [first, last] = extentOf(plot);
  if (max - min < (last - first) * 1e-4) return;
  plot.setScale("x", { min: Math.max(first, min), max: Math.min(last, max) });
}

function extentOf(plot: uPlot): [number, number] {
  const x = plot.data[0];
  return [x[0], x[x.length - 1]];
}

/**
 * Zoom and pan: + − 0 and the arrow keys while the chart has the focus, the wheel with Ctrl or ⌘, and a drag with Shift. A plain
 * drag zooms by itself.
 *
 * @returns takes it away again
 */
export function navigate(plot: uPlot, node: HTMLElement): () => void {
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoomBy(plot, closer),
    "=": () => zoomBy(plot, closer),
    "-": () => zoomBy(plot, 1 / closer),
    "0": () => zoomOut(plot),
    ArrowLeft: () => panBy(plot, -0.15),
    ArrowRight: () => panBy(plot, 0.15),
  };
  const onKey = (event: KeyboardEvent): void => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const at = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x");
    zoomBy(plot, event.deltaY > 0 ? 1.15 : 1 / 1.15, at);
  };
  const onDown = (event: MouseEvent): void => {
    if (!event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let last = event.clientX;
    const onMove = (move: MouseEvent): void => {
      panBy(plot, (last - move.clientX) / plot.over.clientWidth);
      last = move.clientX;
    };
    const onUp = (): void => {
      window.removeEventListener("mousemove", onMove);
      window.removeEventListener("mouseup", onUp);
    };
    window.addEventListener("mousemove", onMove);
    window.addEventListener("mouseup", onUp);
  };
  node.addEventListener("keydown", onKey);
  node.addEventListener("wheel", onWheel, { passive: false });
  node.addEventListener("mousedown", onDown, { capture: true });
  return () => {
    node.removeEventListener("keydown", onKey);
    node.removeEventListener("wheel", onWheel);
    node.removeEventListener("mousedown", onDown, { capture: true });
  };
}
