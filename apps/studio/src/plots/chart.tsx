import type { ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { isDark } from "../parts/theme.ts";
import { navigate } from "./navigate.ts";
import { drawSoon, forgetDrawing } from "./queue.ts";

/** All of a chart but its size. */
export type ChartOptions = Omit<uPlot.Options, "width" | "height">;

/** A chart whose numbers change often, and whose look seldom. */
export function Chart(props: {
  /** What it shows, for who does not see it. */
  readonly label: string;
  /** Called when the look changes; reads colours. */
  readonly options: () => ChartOptions;
  /** When this changes, the chart is made anew. */
  readonly look: string;
  readonly data: ReadonlySignal<uPlot.AlignedData>;
  readonly height: number;
  /** Whether it can be zoomed and moved by keys, wheel and pointer. */
  readonly zoom?: boolean;
  readonly onMade?: (plot: uPlot) => void;
}): JSX.Element {
  const { label, options, look, data, height, zoom = false, onMade } = props;
  const holder = useRef<HTMLDivElement>(null);
  const scheme = `${look} ${isDark.value}`;
  useEffect(() => {
    const node = holder.current;
    if (node === null) return;
    const width = Math.max(200, node.clientWidth);
    const plot = new uPlot({ ...options(), width, height }, data.peek(), node);
    plot.over.parentElement?.querySelector("canvas")?.setAttribute("aria-hidden", "true");
    const release = zoom ? navigate(plot, node) : () => {};
    onMade?.(plot);
    const resized = new ResizeObserver(() => {
      const next = Math.max(200, node.clientWidth);
      if (next !== plot.width) plot.setSize({ width: next, height });
    });
    resized.observe(node);
    let isFirst = true;
    const unfollow = data.subscribe((next) => {
      // What it was made with is drawn already.
      if (!isFirst) drawSoon(plot, () => show(plot, next, zoom));
      isFirst = false;
    });
    return () => {
      unfollow();
      forgetDrawing(plot);
      resized.disconnect();
      release();
      plot.destroy();
    };
  }, [scheme, height]);
  return (
    <div
      ref={holder}
      class="plot"
      role="img"
      aria-label={label}
      tabIndex={zoom ? 0 : undefined}
      style={{ minHeight: `${height}px` }}
    />
  );
}

/** Gives a chart other numbers; a part that was zoomed into stays. */
function show(plot: uPlot, data: uPlot.AlignedData, zoom: boolean): void {
  const zoomed = zoom && isZoomed(plot);
  plot.batch(() => {
    plot.setData(data, !zoomed);
    if (zoomed) plot.redraw(true, true);
  });
}

/** Whether less is shown than there is. */
function isZoomed({ scales, data: [x] }: uPlot): boolean {
  const { min, max } = scales["x"];
  if (typeof min !== "number" || typeof max !== "number" || x.length === 0) return false;
  return min > x[0] || max < x[x.length - 1];
}
