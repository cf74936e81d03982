/** The part of a map that is shown: the least and the greatest of both axes. */
export interface MapView {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A map shows no less than this share of the whole. */
const least = 1e-3;

/** The part about a place, `factor` times as wide, as far as the whole reaches; @param about - shares of the part, from the left and from below */
export function zoomed(view: MapView, whole: MapView, factor: number, about: readonly [number, number]): MapView {
  return {
    x: scaled(view.x, whole.x, factor, about[0]),
    y: scaled(view.y, whole.y, factor, about[1]),
  };
}

/** The part that lies so many of its widths to the right and heights above. */
export function moved(view: MapView, whole: MapView, right: number, up: number): MapView {
  return { x: shifted(view.x, whole.x, right), y: shifted(view.y, whole.y, up) };
}

/** Where a place is in a part, as shares from the left and from below. */
export function sharesOf({ x, y }: MapView, [a, b]: readonly [number, number]): readonly [number, number] {
  return [(a - x[0]) / (x[1] - x[0]), (b - y[0]) / (y[1] - y[0])];
}

/** The place at shares of a part. */
export function placeAt({ x, y }: MapView, [u, v]: readonly [number, number]): readonly [number, number] {
  return [x[0] + u * (x[1] - x[0]), y[0] + v * (y[1] - y[0])];
}

/** A value between those of a grid over a part, row by row, each weighted by how close it is; undefined outside. */
export function interpolated(
  values: ArrayLike<number>,
  side: number,
  [u, v]: readonly [number, number],
): number | undefined {
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return undefined;
  const [column, row] = [u, v].map((share) => Math.min(side - 2, Math.floor(share * (side - 1))));
  const [right, up] = [u * (side - 1) - column, v * (side - 1) - row];
  const at = (i: number, j: number): number => values[j * side + i];
  const below = at(column, row) * (1 - right) + at(column + 1, row) * right;
  const above = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
  return below * (1 - up) + above * up;
}

type Range = readonly [number, number];

function scaled([low, high]: Range, whole: Range, factor: number, about: number): Range {
  const full = whole[1] - whole[0];
  const width = Math.min(full, Math.max(least * full, factor * (high - low)));
  const center = low + about * (high - low);
  return inside([center - about * width, center + (1 - about) * width], whole);
}

function shifted([low, high]: Range, whole: Range, by: number): Range {
  const step = by * (high - low);
  return inside([low + step, high + step], whole);
}

/** The same width, moved to where the whole is. */
function inside([low, high]: Range, [first, last]: Range): Range {
  const by = Math.max(first - low, Math.min(last - high, 0));
  return [low + by, high + by];
}
