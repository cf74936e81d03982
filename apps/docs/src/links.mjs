// Links of pages as they are written in the repository, made right for the site: README.md is the index of its folder.

/** @import { MarkdownRenderer } from "vitepress" */

/** @param {MarkdownRenderer} md */
export function indexLinks(md) {
  md.core.ruler.push("index-links", ({ tokens }) => {
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href !== null) token.attrSet("href", href.replace(/^((?:\.{1,2}\/)+(?:\w+\/)*)README\.md/, "$1index.md"));
      }
    }
  });
}
