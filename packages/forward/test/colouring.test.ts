/* Columns in groups, of which no two have an element in one row. */
import { expect, test } from "vitest";
import { colouringOf } from "../src/sparse/colouring.ts";

type Places = readonly (readonly [row: number, column: number])[];

const coloured = (rows: number, columns: number, at: Places) =>
  colouringOf(rows, columns, [Int32Array.from(at, ([i]) => i), Int32Array.from(at, ([, j]) => j)]);

/** The same by the definition: the columns with the most elements first, each in the first group where it meets no other. */
function byDefinition(columns: number, at: Places): readonly number[] {
  const rowsOf = (column: number): readonly number[] => at.filter(([, j]) => j === column).map(([i]) => i);
  const order = Array.from({ length: columns }, (_, j) => j).sort(
    (i, j) => rowsOf(j).length - rowsOf(i).length || i - j,
  );
  const colours = new Array<number>(columns).fill(-1);
  for (const column of order) {
    const rows = new Set(rowsOf(column));
    const meets = (other: number): boolean => rowsOf(other).some((row) => rows.has(row));
    let colour = 0;
    while (colours.some((own, other) => own === colour && meets(other))) colour++;
    colours[column] = colour;
  }
  return colours;
}

/** Random places, the same for the same seed. */
function places(rows: number, columns: number, share: number, seed: number): Places {
  let state = seed;
  return Array.from({ length: rows * columns }, (_, k) => [Math.floor(k / columns), k % columns] as const).filter(
    () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 < share;
    },
  );
}

test.each([
  ["an arrow", 5, 5, [0, 1, 2, 3, 4].flatMap((k) => [[0, k] as const, [k, 0] as const, [k, k] as const])],
  ["a full matrix", 4, 6, places(4, 6, 2, 1)],
  ["no element", 3, 4, []],
  ["no row and no column", 0, 0, []],
  [
    "the most elements in the last column",
    4,
    4,
    [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 3],
    ],
  ],
] as readonly (readonly [string, number, number, Places])[])("%s", (_, rows, columns, at) => {
  const { count, colours } = coloured(rows, columns, at);
  expect([...colours]).toEqual(byDefinition(columns, at));
  expect(count).toBe(columns === 0 ? 0 : Math.max(...colours) + 1);
});

test("any pattern", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [rows, columns] = [1 + (seed % 7), 1 + (seed % 11)];
    const at = places(rows, columns, (seed % 10) / 10, seed);
    const { count, colours } = coloured(rows, columns, at);
    expect([...colours]).toEqual(byDefinition(columns, at));
    expect(count).toBe(Math.max(...colours) + 1);
    // The places may come in any order.
    expect(coloured(rows, columns, at.toReversed())).toEqual({ count, colours });
  }
});
