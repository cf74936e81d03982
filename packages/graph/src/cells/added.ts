import type { Arithmetic, Cell, Elements, Spelled } from "@wengert/trace";

/** As `addTangents`: scalars are added to 0, arrays to the first. Absent is what none of them has. */
export function added(xs: readonly Elements[], a: Arithmetic): Spelled {
  const [first] = xs;
  const zero = a.constant(0);
  const terms = first.shape.length === 0 ? xs : xs.slice(1);
  const cells = first.cells.map((x, i) =>
    terms.reduce((sum, { cells }) => a.operator("+", sum, cells[i]), terms === xs ? zero : x),
  );
  const masks = xs.map(({ presence }) => presence);
  if (masks.includes(undefined)) return { cells, presence: undefined };
  const any = (i: number): Cell =>
    masks.reduce((found, presence) => a.choice((presence as readonly Cell[])[i], a.constant(1), found), zero);
  return { cells, presence: cells.map((_, i) => any(i)) };
}
