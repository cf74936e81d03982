// Links as they hold in the repository, made right for the site: there README.md is the index of its folder, the pages of
// pages/ stand at the top, and the recorded benchmarks are a page.

/** @import { MarkdownRenderer } from "vitepress" */

/** Where a link leads on the site. */
function onSite(/** @type {string} */ href, /** @type {boolean} */ atTop) {
  const moved = href
    .replace(/^((?:\.{1,2}\/)+(?:\w+\/)*)README\.md/, "$1index.md")
    .replace(/^\.\.\/pages\//, "../")
    .replace(/^(?:\.\.\/)+bench\/RESULTS\.md/, "../benchmarks.md");
  return atTop ? moved.replace(/^\.\.\//, "./") : moved;
}

/** @param {MarkdownRenderer} md */
export function siteLinks(md) {
  md.core.ruler.push("site-links", ({ tokens, env }) => {
    const atTop = !String(env.relativePath ?? "").includes("/");
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href !== null) token.attrSet("href", onSite(href, atTop));
      }
    }
  });
}
