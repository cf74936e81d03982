// The packages as a map, from the list that the check of imports reads: each stands above all that it may import.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../packages.mjs";
import { colours, element, picture, text } from "./svg.mjs";

/** @type {Record<string, string[]>} */
const may = JSON.parse(readFileSync(join(root, "scripts", "laws.json"), "utf8")).packages;

/** How many storeys lie below a package. */
function storey(/** @type {string} */ name) {
  /** @type {number[]} */
  const below = (may[name] ?? []).map(storey);
  return below.length === 0 ? 0 : 1 + Math.max(...below);
}

/** What a package may import, and not already through something else that it imports. */
function direct(/** @type {string} */ name) {
  const all = may[name] ?? [];
  /** @type {(from: string) => Set<string>} */
  const reach = (from) => new Set((may[from] ?? []).flatMap((next) => [next, ...reach(next)]));
  return all.filter((one) => !all.some((other) => other !== one && reach(other).has(one)));
}

const [boxWidth, boxHeight, gap, rise] = [92, 34, 22, 62];
const width = 900;

/** Where each package stands: the middle of its box. */
function places() {
  /** @type {string[][]} */
  const rows = [];
  for (const name of Object.keys(may)) {
    const row = storey(name);
    rows[row] = [...(rows[row] ?? []), name];
  }
  /** @type {Map<string, { x: number; y: number }>} */
  const found = new Map();
  for (const [row, names] of rows.entries()) {
    // Each package above the middle of what it imports, as far as there is room.
    const wish = (/** @type {string} */ name) => {
      const xs = direct(name).flatMap((one) => found.get(one)?.x ?? []);
      return xs.length === 0 ? width / 2 : xs.reduce((a, b) => a + b) / xs.length;
    };
    const ordered = [...names].sort((a, b) => wish(a) - wish(b));
    const step = boxWidth + gap;
    const middle = ordered.reduce((sum, name) => sum + wish(name), 0) / ordered.length;
    const half = ((ordered.length - 1) * step) / 2;
    const centre = Math.min(Math.max(middle, half + boxWidth / 2 + 4), width - half - boxWidth / 2 - 4);
    for (const [i, name] of ordered.entries()) {
      found.set(name, { x: centre - half + i * step, y: (rows.length - 1 - row) * rise + boxHeight / 2 + 4 });
    }
  }
  // Without the empty room on both sides.
  const xs = Array.from(found.values(), ({ x }) => x);
  const left = Math.min(...xs) - boxWidth / 2 - 4;
  for (const place of found.values()) place.x -= left;
  const used = Math.max(...xs) - left + boxWidth / 2 + 4;
  return { found, used, height: rows.length * rise - (rise - boxHeight) + 8 };
}

export function architecture() {
  const { found, used, height } = places();
  const arrows = Object.keys(may).flatMap((name) =>
    direct(name).map((below) => {
      const [from, to] = [found.get(name), found.get(below)];
      if (from === undefined || to === undefined)
        throw new Error(`scripts/laws.json: ${name} may import ${below}, which is no package`);
      const [y1, y2] = [from.y + boxHeight / 2, to.y - boxHeight / 2];
      const d = `M${from.x} ${y1}C${from.x} ${y1 + 24} ${to.x} ${y2 - 24} ${to.x} ${y2}`;
      return element("path", { d, fill: "none", stroke: colours.line, "stroke-width": 1.4 });
    }),
  );
  const boxes = Array.from(found, ([name, { x, y }]) => {
    const outline = { width: boxWidth, height: boxHeight, rx: 7, fill: colours.paper, stroke: colours.forward };
    const box = element("rect", { x: x - boxWidth / 2, y: y - boxHeight / 2, ...outline });
    return (
      box + text(x, y + 5, name, { "text-anchor": "middle", "font-family": "var(--vp-font-family-mono, monospace)" })
    );
  });
  return picture(used, height, "The packages; each may import those below it to which a line leads", [
    ...arrows,
    ...boxes,
  ]);
}
