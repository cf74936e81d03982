// Finds the TypeScript snippets of the documentation: ```ts blocks of Markdown files and @example tags of docstrings.
// A snippet keeps the lines it has in its file (the others are blank), so that messages point to the right place.

/** @typedef {{file: string, line: number, lines: string[]}} Snippet `line` counts from 1; `lines[i]` is line i + 1 */

const blank = (count) => Array.from({ length: count }, () => "");

/**
 * ```ts blocks of one Markdown text. "```ts nocheck" is skipped; "```ts continues" also sees the block before it.
 * @returns {Snippet[]}
 */
export function markdownSnippets(file, text) {
  const source = text.split("\n");
  const found = [];
  for (let i = 0; i < source.length; i++) {
    const fence = /^(\s*)```(?:ts|typescript)\b(.*)$/.exec(source[i]);
    if (!fence) continue;
    const end = source.findIndex((line, j) => j > i && line.trim() === "```");
    if (end < 0) throw new Error(`${file}:${i + 1}: the block is not closed`);
    const body = source.slice(i + 1, end).map((line) => line.slice(fence[1].length));
    const words = fence[2].trim().split(/\s+/);
    const before = words.includes("continues") ? found.at(-1).lines : [];
    if (!words.includes("nocheck")) {
      found.push({ file, line: i + 2, lines: [...before, ...blank(i + 1 - before.length), ...body] });
    }
    i = end;
  }
  return found;
}

/**
 * @example tags of the docstrings of one TypeScript source, with or without a ```ts fence.
 * @returns {Snippet[]}
 */
export function exampleSnippets(file, text) {
  const found = [];
  for (const comment of text.matchAll(/\/\*\*.*?\*\//gs)) {
    const first = text.slice(0, comment.index).split("\n").length;
    const lines = comment[0]
      .split("\n")
      .map((line) => line.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, "").replace(/\s*\*\/$/, ""));
    for (let i = 0; i < lines.length; i++) {
      if (!/^@example\b/.test(lines[i])) continue;
      const next = lines.findIndex((line, j) => j > i && /^@\w/.test(line));
      let [from, to] = [i + 1, next < 0 ? lines.length : next];
      const open = lines.findIndex((line, j) => j >= from && j < to && /^```/.test(line));
      if (open >= 0) {
        from = open + 1;
        to = lines.findIndex((line, j) => j >= from && /^```/.test(line));
      }
      const body = lines.slice(from, to);
      if (body.some((line) => line.trim() !== "")) {
        found.push({ file, line: first + from, lines: [...blank(first - 1 + from), ...body] });
      }
    }
  }
  return found;
}

/** What a block of code has room for on a screen of 1280 pixels (`.vitepress/theme/layout.css` of the site). */
const widest = 90;

/** Complaints about lines of a guide's code blocks that a reader would have to scroll to. */
export function longLines(file, text) {
  let inside = false;
  return text.split("\n").flatMap((line, i) => {
    if (/^\s*```/.test(line)) inside = !inside;
    else if (inside && line.length > widest)
      return [`${file}:${i + 1}: ${line.length} characters of code; the site has room for ${widest}`];
    return [];
  });
}
