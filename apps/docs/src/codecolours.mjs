// Colours of code that can be read on paper and in the dark: Shiki's GitHub themes, with more contrast where theirs is below 4.5.

/** @import { MarkdownRenderer } from "vitepress" */

/** @type {[string, string][]} */
const darker = [
  ["--shiki-light:#6A737D", "--shiki-light:#5A626C"],
  ["--shiki-light:#D73A49", "--shiki-light:#B4233A"],
  ["--shiki-light:#E36209", "--shiki-light:#A04300"],
  ["--shiki-light:#22863A", "--shiki-light:#1A6B2D"],
  ["--shiki-dark:#6A737D", "--shiki-dark:#9BA3AE"],
];

/** @param {MarkdownRenderer} md */
export function readableCode(md) {
  const { fence } = md.renderer.rules;
  if (fence === undefined) throw new Error("markdown-it has no rule for fences");
  md.renderer.rules.fence = (...token) =>
    darker.reduce((html, [from, to]) => html.replaceAll(from, to), fence(...token));
}
