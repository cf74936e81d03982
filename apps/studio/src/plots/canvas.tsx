import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isDark } from "../parts/theme.ts";

/** A drawing that is made anew whenever what it depends on changes; it is as wide as there is room. */
export function Canvas(props: {
  readonly label: string;
  readonly height: number;
  /** Called with the canvas' own pixels. */
  readonly draw: (ctx: CanvasRenderingContext2D, width: number, height: number) => void;
  /** Receives the pointer's place, as shares of width and height from the upper left corner. */
  readonly onHover?: (at: readonly [number, number] | undefined) => void;
  readonly id?: string;
  /** Makes it answer to keys and pointer; returns what takes that away again. */
  readonly navigate?: (node: HTMLCanvasElement) => () => void;
}): JSX.Element {
  const { label, height, draw, onHover, id, navigate } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const dark = isDark.value;
  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    const resized = new ResizeObserver(() => setWidth(node.clientWidth));
    resized.observe(node);
    return () => resized.disconnect();
  }, []);
  useEffect(() => (canvas.current === null ? undefined : navigate?.(canvas.current)), [navigate]);
  useEffect(() => {
    const node = canvas.current;
    const ctx = node?.getContext("2d");
    if (node === null || ctx === null || ctx === undefined || width === 0) return;
    node.width = width * devicePixelRatio;
    node.height = height * devicePixelRatio;
    ctx.clearRect(0, 0, node.width, node.height);
    draw(ctx, node.width, node.height);
  }, [width, height, draw, dark]);
  return (
    <canvas
      ref={canvas}
      id={id}
      role="img"
      aria-label={label}
      class={navigate === undefined ? "canvas" : "canvas map"}
      tabIndex={navigate === undefined ? undefined : 0}
      style={{ height: `${height}px` }}
      onPointerMove={(event) => {
        const { left, top, width: w, height: h } = event.currentTarget.getBoundingClientRect();
        onHover?.([(event.clientX - left) / w, (event.clientY - top) / h]);
      }}
      onPointerLeave={() => onHover?.(undefined)}
    />
  );
}
