// llms.txt: the site for readers that are programs. An index of the guides with what each is about, and all of them in one file.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { base } from "./addresses.mjs";
import { guides, titleOf } from "./guides.mjs";

const guide = (/** @type {string} */ file) =>
  readFileSync(new URL(`../guides/${file}.md`, import.meta.url), "utf8").trim();

/** The first sentences of a guide, in one line. */
function beginning(/** @type {string} */ file) {
  const [, paragraph = ""] = guide(file).split(/\n\n/);
  const [sentence] = paragraph.replaceAll("\n", " ").split(/(?<=[.:]) /);
  return sentence.replace(/:$/, ".");
}

/** Writes llms.txt and llms-full.txt into the built site. */
export function writeLlms(/** @type {string} */ site) {
  const sections = Object.entries(guides).map(([heading, files]) => {
    const lines = files.map((file) => `- [${titleOf(file)}](${base}guides/${file}.html): ${beginning(file)}`);
    return `## ${heading}\n\n${lines.join("\n")}\n`;
  });
  const [head] = readFileSync(new URL("../guides/README.md", import.meta.url), "utf8").split(/\n## /);
  const introduction = `${head.replace("# Guides", "# Wengert").trim()}\n`;
  const reference = `## API\n\n- [Reference](${base}api/index.html): every exported name, with shapes, errors and an example\n- [All guides in one file](${base}llms-full.txt)\n`;
  writeFileSync(join(site, "llms.txt"), [introduction, ...sections, reference].join("\n"));
  const texts = Object.values(guides).flat().map(guide);
  writeFileSync(join(site, "llms-full.txt"), `${[introduction, ...texts].join("\n\n---\n\n")}\n`);
}
