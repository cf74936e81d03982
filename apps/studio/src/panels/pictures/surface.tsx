import { effect, signal } from "@preact/signals";
import type { JSX } from "preact";
import { useCallback, useEffect } from "preact/hooks";
import { type Row, rowsOf } from "../../model/convert.ts";
import { find, type Node } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { figure } from "../../parts/format.ts";
import { Select } from "../../parts/select.tsx";
import { Canvas } from "../../plots/canvas.tsx";
import { limitsOf } from "../../plots/field.ts";
import { rampGradient } from "../../plots/ramp.ts";
import { run } from "../../store/learning.ts";
import { reader } from "../../store/live.ts";
import { leaderOf } from "../../store/run.ts";
import { objectiveName, task, tree } from "../../store/store.ts";
import { unitOfParameter } from "../../store/units.ts";
import type { SurfaceAnswer } from "../../worker/pictures.ts";
import type { Problem } from "../../worker/protocol.ts";
import { drawSurface, type SurfacePath } from "./drawsurface.ts";
import { tab } from "./tab.ts";

const height = 420;

const chosen = signal<readonly [number, number]>([0, 1]);
const answer = signal<SurfaceAnswer | undefined>(undefined);
const problem = signal<Problem | undefined>(undefined);
const computing = signal(false);
let stop: (() => void) | undefined;

/** Computes the surface about where the parameters and their path are. */
function compute(): void {
  stop?.();
  const ask = task.peek();
  const path = pathOf();
  if (ask === undefined || path === undefined) return;
  const [first, second] = chosen.peek();
  computing.value = true;
  problem.value = undefined;
  stop = reader.stream(
    "surface",
    { ...ask, first, second, firstRange: rangeOf(path.first), secondRange: rangeOf(path.second) },
    (next) => {
      answer.value = next;
      if (next.arrows.length > 0 && next.first.length > 13) computing.value = false;
    },
    (refused) => {
      problem.value = refused;
      computing.value = false;
    },
  );
}

/** All places on the way with room about them: a factor of three, at least. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = limitsOf(values);
  const room = Math.max(3, (high / low) ** 0.35);
  return [low / room, high * room];
}

/** Where the optimizer has been, and where the parameters are now. */
function pathOf(): SurfacePath | undefined {
  const node = tree.value;
  if (node === undefined) return undefined;
  const [i, j] = chosen.value;
  const rows = rowsOf(node);
  if (rows[i] === undefined || rows[j] === undefined) return undefined;
  const before = run.value === undefined ? [] : rowsOf(run.value.before);
  // Of several starts, the way of the lowest one; the first begins where the parameters were.
  const lead = run.value === undefined ? 0 : (run.value.end?.start ?? leaderOf(run.value)?.start ?? 0);
  const from = lead === 0 && before.length === rows.length ? [before.map(({ parameter }) => parameter.value)] : [];
  const way = [
    ...from,
    ...(run.value?.entries ?? []).filter(({ start }) => start === lead).map(({ values }) => values),
  ];
  const now = rows.map(({ parameter }) => parameter.value);
  return { first: [...way, now].map((values) => values[i]), second: [...way, now].map((values) => values[j]) };
}

effect(() => {
  // Another tab, or other parameters: what was computed is of something else.
  if (tab.value !== "surface") {
    stop?.();
    computing.value = false;
  }
});

/** The likelihood over two parameters, with the optimizer's path and the directions in which it falls. */
export function Surface(): JSX.Element | null {
  const node = tree.value;
  const rows = node === undefined ? [] : rowsOf(node);
  const [i, j] = chosen.value;
  const shape = rows.map(({ path }) => path).join();
  useEffect(() => {
    answer.value = undefined;
    if (rows.length >= 2) {
      if (chosen.peek().some((k) => k >= rows.length)) chosen.value = [0, 1];
      compute();
    }
  }, [shape, i, j]);
  const surface = answer.value;
  const path = pathOf();
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, width: number, full: number) => {
      if (surface !== undefined && path !== undefined)
        drawSurface(ctx, width, full, surface, path, [labelOf(node, rows[i]), labelOf(node, rows[j])]);
    },
    [surface, path?.first.length, path?.first.at(-1), path?.second.at(-1), i, j],
  );
  if (rows.length < 2) {
    return (
      <div class="empty">
        <p>A surface needs two parameters. Add a part to the covariance, or give one a variance.</p>
      </div>
    );
  }
  const options = rows.map((row, k) => ({ value: String(k), label: row.path }));
  const [low, high] = surface === undefined ? [0, 0] : limitsOf(surface.values);
  return (
    <div class="stack">
      <div class="row">
        <Select
          label="Across"
          value={String(i)}
          options={options.filter((_, k) => k !== j)}
          onChange={(value) => {
            chosen.value = [Number(value), j];
          }}
        />
        <Select
          label="Up"
          value={String(j)}
          options={options.filter((_, k) => k !== i)}
          onChange={(value) => {
            chosen.value = [i, Number(value)];
          }}
        />
        <Button onClick={compute}>Compute here</Button>
        <span class="small muted" role="status">
          {computing.value ? "Computing …" : ""}
        </span>
      </div>
      {problem.value === undefined ? null : <p class="problem">{problem.value.message}</p>}
      {surface === undefined ? (
        <div class="empty">
          <p>Computing the first of 625 places …</p>
        </div>
      ) : (
        <>
          <Canvas
            height={height}
            draw={draw}
            label={`Negative log likelihood over ${rows[i]?.path} and ${rows[j]?.path}, both logarithmic, from ${figure(low, 5)} to ${figure(high, 5)}; with the path of the optimizer.`}
          />
          <span class="row small muted">
            {objectiveName.value}
            <span class="ends">
              {figure(low, 5)}
              <span class="ramp" style={{ background: rampGradient }} aria-hidden="true" />
              {figure(high, 5)}
            </span>
          </span>
          <p class="small muted">
            Colours are even in the logarithm above the lowest value. Arrows point downhill; the line is the optimizer’s
            path, and the ring is where the parameters are.
          </p>
        </>
      )}
    </div>
  );
}

/** A parameter with its unit. */
function labelOf(root: Node | undefined, row: Row | undefined): string {
  if (root === undefined || row === undefined) return "";
  const unit = unitOfParameter(find(root, row.node)?.kernel ?? "sum", row.argument, row.index);
  return unit === "" ? row.path : `${row.path} (${unit})`;
}
