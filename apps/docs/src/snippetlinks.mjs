// Gives every TypeScript block of a page a link that opens it in the playground, the code in the link itself.
import { deflateRawSync } from "node:zlib";
import { base } from "./addresses.mjs";

/** @import { MarkdownRenderer } from "vitepress" */

/** The address of a program in the playground. The page reads it back with DecompressionStream("deflate-raw"). */
export function playgroundLink(/** @type {string} */ code) {
  return `${base}playground.html#code=${deflateRawSync(code, { level: 9 }).toString("base64url")}`;
}

/** Whether a program can run in a browser: Node's own modules and the machine's BLAS cannot. */
const runsInBrowsers = (/** @type {string} */ code) => !/from "(node:|@wengert\/(blas|queue))/.test(code);

/**
 * A block marked `continues` opens with the blocks that it continues; one marked `nocheck` cannot run and gets no link.
 *
 * @param {MarkdownRenderer} md
 */
export function linkSnippets(md) {
  const { fence } = md.renderer.rules;
  if (fence === undefined) throw new Error("markdown-it has no rule for fences");
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const html = fence(tokens, index, options, env, self);
    const token = tokens[index];
    const [language, ...words] = token.info.trim().split(/\s+/);
    if (language !== "ts" || words.includes("nocheck")) return html;
    const code = words.includes("continues") ? `${env.snippet}\n${token.content}` : token.content;
    env.snippet = code;
    if (!runsInBrowsers(code)) return html;
    return `<div class="snippet">${html}<a class="snippet-run" href="${playgroundLink(code)}">Open in the playground</a></div>\n`;
  };
}
