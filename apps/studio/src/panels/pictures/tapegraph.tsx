import type { JSX } from "preact";
import { bytes, duration } from "../../parts/format.ts";
import type { TapeLine } from "../../worker/pictures.ts";

const wide = 118;
const high = 44;
const across = 26;
const down = 26;

interface Placed {
  readonly x: number;
  readonly y: number;
}

/** The tape as a graph: each operation below those whose results it takes, the darker the longer it takes. */
export function TapeGraph({
  lines,
  paths,
}: {
  readonly lines: readonly TapeLine[];
  readonly paths: readonly string[];
}): JSX.Element {
  const { places, parameters, width, height } = layout(lines, paths);
  const longest = Math.max(...lines.map(timeOf), Number.MIN_VALUE);
  const placeOf = (input: number): Placed | undefined => (input >= 0 ? places[input] : parameters.get(-2 - input));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="graph" aria-label="Graph of the tape" tabIndex={0}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${lines.length} operations, from ${parameters.size} parameters to the negative log likelihood. The table has the same in words.`}
      >
        {lines.flatMap(({ inputs }, i) =>
          inputs.flatMap((input, k) => {
            const from = placeOf(input);
            if (from === undefined) return [];
            const [x0, y0] = [from.x + wide / 2, from.y + (input >= 0 ? high : 22)];
            const [x1, y1] = [places[i].x + (wide * (k + 1)) / (inputs.length + 1), places[i].y];
            const bend = (y1 - y0) / 2;
            return [
              <path
                key={`${i} ${k}`}
                class="edge"
                d={`M${x0} ${y0}C${x0} ${y0 + bend} ${x1} ${y1 - bend} ${x1} ${y1}`}
              />,
            ];
          }),
        )}
        {[...parameters].map(([number, { x, y }]) => (
          <g key={paths[number]} transform={`translate(${x} ${y})`}>
            <rect class="leaf" width={wide} height={22} rx={11} />
            <text x={wide / 2} y={15}>
              {shortened(paths[number] ?? "")}
            </text>
            <title>{paths[number]}</title>
          </g>
        ))}
        {lines.map((line, i) => (
          <g key={`${i} ${line.op}`} transform={`translate(${places[i].x} ${places[i].y})`}>
            <rect
              class="operation"
              width={wide}
              height={high}
              rx={7}
              style={{
                fill: `color-mix(in srgb, var(--accent) ${Math.round((55 * timeOf(line)) / longest)}%, var(--card))`,
              }}
            />
            <text class="name" x={wide / 2} y={18}>
              {shortened(line.op)}
            </text>
            <text x={wide / 2} y={34}>
              {line.shape} · {duration(timeOf(line) / 1000)}
            </text>
            <title>
              {`${line.op}: forward ${duration(line.forward / 1000)}, backward ${line.backward === undefined ? "–" : duration(line.backward / 1000)}, ${bytes(line.bytes)}`}
            </title>
          </g>
        ))}
      </svg>
    </section>
  );
}

function timeOf({ forward, backward = 0 }: TapeLine): number {
  return forward + backward;
}

/** The end of a path tells more than its beginning. */
function shortened(text: string): string {
  return text.length <= 16 ? text : `…${text.slice(-15)}`;
}

/** Rows by the longest way from a parameter; in a row, each beside the middle of what it takes, as far as there is room. */
function layout(
  lines: readonly TapeLine[],
  paths: readonly string[],
): {
  readonly places: readonly Placed[];
  readonly parameters: ReadonlyMap<number, Placed>;
  readonly width: number;
  readonly height: number;
} {
  const used = [
    ...new Set(lines.flatMap(({ inputs }) => inputs.filter((input) => input < -1).map((input) => -2 - input))),
  ];
  const parameters = new Map(
    used
      .filter((one) => one < paths.length)
      .sort((a, b) => a - b)
      .map((one, i) => [one, { x: i * (wide + across), y: 0 }]),
  );
  const depths: number[] = [];
  for (const { inputs } of lines)
    depths.push(1 + Math.max(0, ...inputs.map((input) => (input >= 0 ? depths[input] : 0))));
  const places: Placed[] = Array(lines.length);
  const rows = Math.max(...depths);
  for (let depth = 1; depth <= rows; depth++) {
    const wished = lines
      .flatMap(({ inputs }, i) => (depths[i] === depth ? [{ i, x: middle(inputs, places, parameters) }] : []))
      .sort((a, b) => a.x - b.x);
    let free = 0;
    for (const { i, x } of wished) {
      places[i] = { x: Math.max(free, x), y: 22 + down + (depth - 1) * (high + down) };
      free = places[i].x + wide + across / 2;
    }
  }
  const ends = [...places, ...parameters.values()].map(({ x }) => x + wide);
  return { places, parameters, width: Math.max(...ends) + 2, height: 22 + down + rows * (high + down) };
}

function middle(inputs: readonly number[], places: readonly Placed[], parameters: ReadonlyMap<number, Placed>): number {
  const known = inputs.flatMap((input) => (input >= 0 ? places[input] : parameters.get(-2 - input)) ?? []);
  return known.length === 0 ? 0 : known.reduce((sum, { x }) => sum + x, 0) / known.length;
}
