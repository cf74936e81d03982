import { type Decimal, type Series, type Table, timeUnits } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { type Column, type Given, gapIn, guess, ownSeries } from "../../data/own.ts";
import { sentence } from "../../data/text.ts";
import { freshId } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { placeText } from "../../parts/format.ts";
import { Select } from "../../parts/select.tsx";
import type { OwnSource } from "../../store/document.ts";
import { openOwn } from "../../store/own.ts";
import { Preview } from "./preview.tsx";

const decimals = [
  { value: "found", label: "as the table shows" },
  { value: "point", label: "point: 1.5" },
  { value: "comma", label: "comma: 1,5" },
] as const;

/** Which columns are read, and how; with a preview of what comes of it. */
export function Columns(props: {
  readonly given: Given;
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly onOther: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { given, table, columns, onOther, onDone } = props;
  const first = useMemo(() => guess(columns), [columns]);
  const [x, setX] = useState<readonly string[]>(first.x);
  const [y, setY] = useState<string | undefined>(first.y);
  const [timeUnit, setTimeUnit] = useState("days");
  const [decimal, setDecimal] = useState<Decimal | undefined>(undefined);
  const source =
    y === undefined || x.length === 0 ? undefined : { file: given.file, x, y, timeUnit, decimal, every: given.every };
  const read = source === undefined ? { problem: "Choose a column of x, and one of y." } : seriesFor(table, source);
  const hasDates = columns.some(({ name, holds }) => holds === "dates" && x.includes(name));
  const use = (): void => {
    if (source === undefined || !("data" in read)) return;
    void openOwn({ kind: "own", id: freshId(), ...source }, given.text, read.data).then(onDone);
  };
  return (
    <div class="stack">
      <p class="muted">
        {given.file}: {table.rows.length} rows, {columns.length} columns
      </p>
      <Preview
        table={table}
        columns={columns}
        x={x}
        y={y}
        onX={(name, on) =>
          setX(on ? [...x, name].filter((one) => one !== y || one === name) : x.filter((one) => one !== name))
        }
        onY={(name) => {
          setY(name);
          setX(x.filter((one) => one !== name));
        }}
      />
      <div class="row">
        {hasDates ? (
          <Select
            label="Count dates in"
            value={timeUnit}
            options={Object.keys(timeUnits).map((value) => ({ value, label: value }))}
            onChange={setTimeUnit}
          />
        ) : null}
        <Select
          label="Decimals"
          value={decimal ?? "found"}
          options={decimals}
          onChange={(value) => setDecimal(value === "found" ? undefined : value)}
        />
      </div>
      {"data" in read ? (
        <Summary data={read.data} />
      ) : (
        <p class="problem" role="alert">
          {read.problem}
        </p>
      )}
      <div class="row">
        <Button look="primary" onClick={use} disabled={!("data" in read)}>
          Use these data
        </Button>
        <Button onClick={onOther}>Another table</Button>
      </div>
    </div>
  );
}

function seriesFor(table: Table, source: Omit<OwnSource, "kind" | "id">): { data: Series } | { problem: string } {
  try {
    return { data: ownSeries(table, { kind: "own", id: "", ...source }) };
  } catch (error) {
    return { problem: sentence(error) };
  }
}

function Summary({ data }: { readonly data: Series }): JSX.Element {
  const gap = gapIn(data);
  const show = placeText(data);
  const [first] = data.x;
  const said = [
    `${data.y.length} observations`,
    ...(data.x.length === 1 ? [`from ${show(first[0])} to ${show(first[first.length - 1])}`] : []),
    ...(gap === undefined
      ? []
      : [`the widest gap, ${show(gap.from)} to ${show(gap.to)}, is ${Math.round(gap.times)} times the usual step`]),
    ...data.notes,
  ];
  return (
    <p class="small" role="status">
      {said.join("; ")}.
    </p>
  );
}
