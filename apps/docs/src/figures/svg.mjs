// Pictures as text. Colours are those of the page (see theme/colours.css), with a value for readers without it.

export const colours = {
  forward: "var(--forward, #1c5d9f)",
  backward: "var(--backward, #b0440b)",
  text: "var(--vp-c-text-1, #1d2127)",
  faint: "var(--vp-c-text-3, #696f78)",
  line: "var(--vp-c-border, #cfc8b8)",
  paper: "var(--vp-c-bg-alt, #f6f3ec)",
};

/** An element: `element("circle", { cx: 1, cy: 2, r: 3 })`. */
export function element(
  /** @type {string} */ tag,
  /** @type {Record<string, string | number>} */ attributes,
  /** @type {string} */ content = "",
) {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return content === "" ? `<${tag}${written.join("")}/>` : `<${tag}${written.join("")}>${content}</${tag}>`;
}

/** A line of text. */
export function text(
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {string} */ words,
  /** @type {Record<string, string | number>} */ more = {},
) {
  const safe = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return element("text", { x: round(x), y: round(y), fill: colours.text, "font-size": 13, ...more }, safe);
}

const round = (/** @type {number} */ value) => Number(value.toFixed(2));

/** A path through points, `[x, y]` each. */
export function polyline(
  /** @type {readonly (readonly [number, number])[]} */ points,
  /** @type {Record<string, string | number>} */ attributes,
) {
  const d = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  return element("path", { d, fill: "none", ...attributes });
}

/** Maps numbers from `[low, high]` to `[from, to]`. */
export function scale(
  /** @type {readonly [number, number]} */ [low, high],
  /** @type {readonly [number, number]} */ [from, to],
) {
  return (/** @type {number} */ value) => from + ((value - low) / (high - low)) * (to - from);
}

/** The whole picture. */
export function picture(
  /** @type {number} */ width,
  /** @type {number} */ height,
  /** @type {string} */ label,
  /** @type {readonly string[]} */ parts,
) {
  // Neither blown up on a wide screen nor too small to read on a narrow one, where it scrolls.
  const style = `min-width: ${Math.min(560, Math.round(width))}px; max-width: ${Math.round(1.3 * width)}px`;
  const attributes = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, role: "img", style };
  return `${element("svg", { ...attributes, "aria-label": label }, parts.join("\n"))}\n`;
}
