// Every link of the built pages leads somewhere: to a page or file of the site, to an element with that id, or to a file
// of this repository. Links to other hosts are not followed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { base, blob } from "./addresses.mjs";
import { root } from "./packages.mjs";

const unescaped = (/** @type {string} */ text) =>
  text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

/** What an HTML text links to, and what can be linked to in it. */
function read(/** @type {string} */ file) {
  const html = readFileSync(file, "utf8");
  const all = (/** @type {RegExp} */ pattern) => Array.from(html.matchAll(pattern), ([, found]) => unescaped(found));
  return {
    links: all(/<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
    ids: new Set(all(/\sid="([^"]*)"/g)),
  };
}

/**
 * One complaint for each link of a page of `site` that leads nowhere. The reference checks the links among its own pages.
 *
 * @param {string} site
 */
export function brokenLinks(site) {
  /** @type {Map<string, ReturnType<typeof read>>} */
  const known = new Map();
  const page = (/** @type {string} */ file) => {
    const before = known.get(file) ?? read(file);
    known.set(file, before);
    return before;
  };
  const files = readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html") && !name.startsWith("api/"))
    .map((name) => join(site, name));
  let count = 0;
  const problems = [];
  for (const file of files) {
    const from = posix.join(base, file.slice(site.length));
    for (const link of page(file).links) {
      count++;
      const problem = wrong(link, from, site, page);
      if (problem !== undefined) problems.push(`${file.slice(site.length)}: ${link} ${problem}`);
    }
  }
  if (count === 0) throw new Error("no links were found: is the site built?");
  return { count, problems };
}

/**
 * @param {string} link
 * @param {string} from the address of the page that it stands on
 * @param {string} site
 * @param {(file: string) => ReturnType<typeof read>} page
 */
function wrong(link, from, site, page) {
  if (link.startsWith(blob)) {
    const [path] = link.slice(blob.length).split("#");
    return existsSync(join(root, path)) ? undefined : "is no file of this repository";
  }
  if (/^[a-z]+:/.test(link)) return undefined;
  const { pathname, hash } = new URL(link, `http://site${from}`);
  if (!pathname.startsWith(base)) return `leads out of ${base}`;
  const path = decodeURIComponent(pathname.slice(base.length));
  const file = join(site, path === "" || path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(file)) return `leads to ${path}, which does not exist`;
  // The part behind # of the playground is a program.
  if (hash === "" || !file.endsWith(".html") || hash.startsWith("#code=")) return undefined;
  return page(file).ids.has(decodeURIComponent(hash.slice(1))) ? undefined : "leads to no element of that page";
}
