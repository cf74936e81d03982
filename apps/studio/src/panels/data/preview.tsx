import type { Table } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import type { Column } from "../../data/own.ts";

const shown = 8;

/** The first rows of a table, with a choice of columns in its head. */
export function Preview(props: {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly x: readonly string[];
  readonly y: string | undefined;
  readonly onX: (name: string, on: boolean) => void;
  readonly onY: (name: string) => void;
}): JSX.Element {
  const { table, columns, x, y, onX, onY } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="table-scroll" aria-label="Preview of the table" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {columns.map(({ name, holds }) => (
              <th key={name} scope="col" class={x.includes(name) || name === y ? "chosen" : ""}>
                <span class="column-name">{name}</span>
                <span class="small muted">{holds}</span>
                <span class="column-roles">
                  <label>
                    <input
                      type="checkbox"
                      checked={x.includes(name)}
                      disabled={holds === "text"}
                      aria-label={`${name} as x`}
                      onChange={(event) => onX(name, event.currentTarget.checked)}
                    />
                    x
                  </label>
                  <label>
                    <input
                      type="radio"
                      name="y-column"
                      checked={name === y}
                      disabled={holds !== "numbers"}
                      aria-label={`${name} as y`}
                      onChange={() => onY(name)}
                    />
                    y
                  </label>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, shown).map(({ cells, number }) => (
            <tr key={number}>
              {columns.map(({ name }, i) => (
                <td key={name} class={x.includes(name) || name === y ? "chosen" : ""}>
                  {cells[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
