// All pictures of the site, written into generated/figures before the pages are built. A page shows one by
// `![what is seen](../generated/figures/paths.svg)`; it is put into the page as it is, in the page's colours.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { architecture } from "./architecture.mjs";
import { fittedCurve } from "./fit.mjs";
import { paths } from "./paths.mjs";
import { schedulePictures } from "./schedules.mjs";

/** @import { MarkdownRenderer } from "vitepress" */

const folder = new URL("../../generated/figures/", import.meta.url);
const figures = { architecture, "fitted-curve": fittedCurve, paths, schedules: schedulePictures };

export function writeFigures() {
  mkdirSync(folder, { recursive: true });
  for (const [name, draw] of Object.entries(figures)) writeFileSync(new URL(`${name}.svg`, folder), draw());
}

/** @param {MarkdownRenderer} md */
export function inlineFigures(md) {
  const { image } = md.renderer.rules;
  if (image === undefined) throw new Error("markdown-it has no rule for images");
  md.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const [, name] = /generated\/figures\/([\w-]+)\.svg$/.exec(token.attrGet("src") ?? "") ?? [];
    if (name === undefined) return image(tokens, index, options, env, self);
    const svg = readFileSync(new URL(`${name}.svg`, folder), "utf8").replaceAll("\n", "");
    return `<span class="figure"><span class="figure-picture" tabindex="0">${svg}</span><span class="figure-caption">${token.content}</span></span>`;
  };
}
