// Values as the reader sees them: numbers, fields that fold, vectors with their curve, matrices with their heat map.
import { html } from "./dom.ts";
import { heatView } from "./heatview.ts";
import { shortNumber } from "./numbers.ts";
import { isPlan, planView } from "./planview.ts";
import { plotView } from "./plotview.ts";
import type { Shown } from "./shown.ts";

const most = 12;

function numberList(data: Float64Array): HTMLElement {
  const shown = Array.from(data.subarray(0, most), (value) => shortNumber(value));
  if (data.length > most) shown.push(`… ${data.length - most} more`);
  return html("code", {}, `[${shown.join(", ")}]`);
}

function numberTable(rows: number, columns: number, data: Float64Array): HTMLElement {
  const line = (row: number): HTMLElement => {
    const cells = Array.from(data.subarray(row * columns, (row + 1) * columns), (value) =>
      html("td", {}, shortNumber(value, 5)),
    );
    return html("tr", {}, ...cells);
  };
  return html("table", { class: "numbers" }, ...Array.from({ length: rows }, (_, row) => line(row)));
}

function tensorView(shape: readonly number[], data: Float64Array): HTMLElement {
  if (shape.length === 0) return html("code", { class: "number" }, shortNumber(data[0] as number, 12));
  const box = html("div", { class: "tensor" }, html("span", { class: "shape" }, `[${shape.join(", ")}]`));
  if (data.length === 0) return box;
  if (shape.length === 1) {
    box.append(numberList(data));
    const places = Float64Array.from(data, (_, i) => i);
    if (data.length >= 8) box.append(plotView(places, [{ name: "", y: data, dots: false }]));
    return box;
  }
  const columns = shape.at(-1) as number;
  const rows = shape.at(-2) as number;
  const matrix = data.subarray(0, rows * columns);
  if (shape.length > 2) box.append(html("span", {}, " the first matrix:"));
  if (rows * columns <= 36) box.append(numberTable(rows, columns, matrix));
  if (rows * columns >= 9) box.append(heatView(rows, columns, matrix));
  return box;
}

function fieldsView({ name, list, fields, more }: Extract<Shown, { kind: "fields" }>, depth: number): HTMLElement {
  const rows = fields.flatMap(([key, value]) => [html("dt", {}, key), html("dd", {}, valueView(value, depth + 1))]);
  if (more > 0) rows.push(html("dt", {}, "…"), html("dd", {}, `${more} more`));
  const content = html("dl", {}, ...rows);
  const size = fields.length + more;
  const title = name || (list ? `list of ${size}` : `{${size}}`);
  if (depth === 0 && !list)
    return name === "" ? content : html("div", {}, html("span", { class: "shape" }, name), content);
  return html("details", size <= 8 && depth < 3 ? { open: "" } : {}, html("summary", {}, title), content);
}

/** A value as an element. */
export function valueView(value: Shown, depth = 0): HTMLElement {
  switch (value.kind) {
    case "number":
      return html("code", { class: "number" }, shortNumber(value.value, 12));
    case "text":
      if (isPlan(value.text)) return planView(value.text);
      return html(value.text.includes("\n") ? "pre" : "code", {}, value.text);
    case "tensor":
      return tensorView(value.shape, value.data);
    case "plot":
      return plotView(value.x, value.lines);
    case "fields":
      return fieldsView(value, depth);
  }
}
