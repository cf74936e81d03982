import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { absencesOf, cellsOf } from "../src/report/cells.ts";
import { chartOf } from "../src/report/chart.ts";
import { markdownOf } from "../src/report/markdown.ts";
import { duration, rounded } from "../src/report/numbers.ts";
import { machineText, textOf } from "../src/report/text.ts";
import type { Case, Row, Timings } from "../src/run.ts";

const row = (name: string, median: number, rate?: number): Row => ({
  name,
  seconds: { min: 0.9 * median, q1: 0.95 * median, median, q3: 1.1 * median, count: 9 },
  calls: 1,
  rate,
  difference: 2e-16,
});

const one: Case = {
  n: 4,
  label: "n = 4",
  rows: [
    { ...row("TypeScript by hand", 0.008, 1), difference: 0 } as Row,
    row("Wengert", 0.002, 4),
    row("Wengert + OpenBLAS", 0.001, 8),
    { name: "PyTorch", absent: "no Python has it" },
  ],
};

const finding: Timings = { name: "made-up", title: "Made up", what: "Nothing.", rateUnit: "GFLOP/s", cases: [one] };

test("a table says what was measured, and how many times Wengert's time that is", () => {
  expect(cellsOf(one, "GFLOP/s")).toEqual([
    ["", "median", "min", "quartiles", "difference", "GFLOP/s", "Wengert ÷ this", "Wengert + OpenBLAS ÷ this"],
    ["TypeScript by hand", "8 ms", "7.2 ms", "7.6 ms – 8.8 ms", "0", "1", "0.25×", "0.125×"],
    ["Wengert", "2 ms", "1.8 ms", "1.9 ms – 2.2 ms", "2e-16", "4", "1×", "0.5×"],
    ["Wengert + OpenBLAS", "1 ms", "900 µs", "950 µs – 1.1 ms", "2e-16", "8", "2×", "1×"],
  ]);
});

test("without OpenBLAS there is no column for it, without a rate none for that", () => {
  const rows = one.rows.slice(0, 2).map((row) => ({ ...row, rate: undefined }));
  expect(cellsOf({ ...one, rows }, undefined)[0]).toEqual([
    "",
    "median",
    "min",
    "quartiles",
    "difference",
    "Wengert ÷ this",
  ]);
});

test("who is absent is listed with the reason, in every form", () => {
  expect(absencesOf(one)).toEqual(["PyTorch: no Python has it"]);
  expect(textOf(finding)).toContain("PyTorch: no Python has it");
  expect(markdownOf({}, [finding])).toContain("- PyTorch: no Python has it");
});

test("durations come in the unit that fits, with three digits", () => {
  expect([12.345, 0.5, 0.001, 2.5e-5, 4.2e-9, 3e-12].map(duration)).toEqual([
    "12.3 s",
    "500 ms",
    "1 ms",
    "25 µs",
    "4.2 ns",
    "0.003 ns",
  ]);
  expect([123456, 1234.5, 99.94, 0.012345].map(rounded)).toEqual(["123456", "1235", "99.9", "0.0123"]);
});

test("the columns of a text table are aligned", () => {
  const lines = textOf(finding)
    .split("\n")
    .filter((line) => line.includes("×") || line.includes("÷"));
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(machineText({ CPU: "fast", Node: "v0" })).toBe("CPU   fast\nNode  v0");
});

test("a page has a section per workload, and tables whose rows have as many cells as the header", () => {
  const page = markdownOf({ CPU: "fast" }, [finding, { ...finding, title: "Another" }]);
  expect(page.match(/^## .*$/gm)).toEqual(["## Made up", "## Another"]);
  expect(page).toContain("- CPU: fast");
  const bars = page.match(/^\|.*\|$/gm)?.map((line) => line.split("|").length);
  expect(bars).toHaveLength(10);
  expect(new Set(bars).size).toBe(1);
});

test("a chart is an SVG with a mark and a line from quartile to quartile for each that was measured", () => {
  const svg = chartOf(finding);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  const { document } = parseHTML(svg);
  expect(document.querySelectorAll("circle")).toHaveLength(3);
  expect(document.querySelectorAll('[aria-label="rule"] line')).toHaveLength(3);
  expect(document.toString()).toContain("Made up");
  // Names stand beside their marks, in front of the background.
  for (const { name } of one.rows.slice(0, 3)) expect(svg.indexOf(name)).toBeGreaterThan(svg.indexOf("<rect"));
  // The quicker, the further to the left.
  const places = [...document.querySelectorAll("circle")].map((circle) => Number(circle.getAttribute("cx")));
  expect(places[0]).toBeGreaterThan(places[1]);
  expect(places[1]).toBeGreaterThan(places[2]);
});
