import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import { figure } from "../../parts/format.ts";
import { Canvas } from "../../plots/canvas.tsx";
import { drawField, levelsBetween, limitsOf } from "../../plots/field.ts";
import { mapSide } from "../../store/posterior.ts";

/** Over two inputs, a part is a map: of the places that the large map shows. */
export default function PartMap(props: {
  readonly name: string;
  readonly values: Float64Array;
  readonly unit: string;
}): JSX.Element {
  const { name, values, unit } = props;
  const [low, high] = limitsOf(values);
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, width: number, height: number) => {
      const field = { values, columns: mapSide, rows: mapSide, x: [0, 1] as const, y: [0, 1] as const };
      const frame = { left: 0, top: 0, width, height };
      // A part that is nowhere different from 0 has one colour.
      const extent = high - low || 1;
      drawField(ctx, field, frame, levelsBetween(low, high, 10), (level) => (level - low) / extent);
    },
    [values, low, high],
  );
  return (
    <>
      <Canvas height={170} draw={draw} label={`Map of ${name}, from ${figure(low, 3)} to ${figure(high, 3)}.`} />
      <p class="small muted">
        {unit === "" ? "" : `${unit}: `}
        {low === high ? `${figure(low, 3)} everywhere` : `${figure(low, 3)} (dark) to ${figure(high, 3)} (bright)`}
      </p>
    </>
  );
}
