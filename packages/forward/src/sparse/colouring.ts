/** Columns of a matrix in groups, such that no two of a group have an element in the same row. */
export interface Colouring {
  /** How many groups. */
  readonly count: number;
  /** The group of each column. */
  readonly colours: Int32Array;
}

/**
 * A colouring of the columns by the greedy method, those with the most elements first.
 *
 * Source: Curtis, Powell and Reid, "On the estimation of sparse Jacobian matrices", IMA Journal of Applied Mathematics 13,
 * 1974; in the order of Gebremedhin, Manne and Pothen, "What color is your Jacobian?", SIAM Review 47, 2005.
 *
 * @param lines - how many rows
 * @param columns - how many columns
 * @param at - the row and the column of each element
 */
export function colouringOf(
  lines: number,
  columns: number,
  at: readonly [rows: Int32Array, columns: Int32Array],
): Colouring {
  const byRow = grouped(lines, at[0], at[1]);
  const byColumn = grouped(columns, at[1], at[0]);
  const degrees = Int32Array.from({ length: columns }, (_, j) => byColumn.starts[j + 1] - byColumn.starts[j]);
  const order = Int32Array.from({ length: columns }, (_, j) => j).sort((i, j) => degrees[j] - degrees[i] || i - j);
  const colours = new Int32Array(columns).fill(-1);
  const taken = new Int32Array(columns + 1).fill(-1); // by colour: the last column that may not have it
  let count = 0;
  for (const column of order) {
    for (let k = byColumn.starts[column]; k < byColumn.starts[column + 1]; k++) {
      const row = byColumn.others[k];
      for (let l = byRow.starts[row]; l < byRow.starts[row + 1]; l++) {
        const neighbour = colours[byRow.others[l]];
        if (neighbour >= 0) taken[neighbour] = column;
      }
    }
    let colour = 0;
    while (taken[colour] === column) colour++;
    colours[column] = colour;
    count = Math.max(count, colour + 1);
  }
  return { count, colours };
}

/** The elements by one of their two coordinates: where each group starts, and the other coordinates in it. */
function grouped(
  count: number,
  keys: Int32Array,
  values: Int32Array,
): { readonly starts: Int32Array; readonly others: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1]++;
  for (let k = 0; k < count; k++) starts[k + 1] += starts[k];
  const next = starts.slice();
  const others = new Int32Array(keys.length);
  for (let k = 0; k < keys.length; k++) others[next[keys[k]]++] = values[k];
  return { starts, others };
}
