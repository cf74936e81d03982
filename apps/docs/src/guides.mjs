// The guides in the order of the index, under its headings. A guide that is listed nowhere, or a listed one that is missing, fails the build.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../guides/", import.meta.url);

/** The guides by file name, under the headings of the index. */
export const guides = {
  "Start here": [
    "getting-started",
    "fitting-curves",
    "fitting-a-gaussian-process",
    "gaussian-process-in-a-page",
    "many-at-once",
    "compiling",
    "loops",
  ],
  "Fitting and training": [
    "optimizers",
    "minimizing",
    "constraints",
    "several-starts",
    "many-machines",
    "training",
    "schedules",
  ],
  "Seven demands": [
    "1-custom-adjoint",
    "2-pushforward",
    "3-explicit-parameters",
    "4-implicit-parameters",
    "5-forward-in-reverse",
    "6-forward-regions",
    "7-surrogate",
  ],
  "In practice": ["speed", "browsers", "saving", "random-numbers", "writing-a-rule"],
  "Coming from": ["coming-from-jax", "coming-from-pytorch", "coming-from-tensorflow", "coming-from-scipy"],
  Reference: ["operations", "formulas", "linear-algebra", "conventions", "errors", "how-it-works"],
};

/** The heading that a guide begins with. */
export function titleOf(/** @type {string} */ file) {
  const text = readFileSync(new URL(`${file}.md`, folder), "utf8");
  const [, title] = /^# (.*)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`the guide ${file} has no heading`);
  return title.replaceAll("`", "");
}

/** What the site shows beside each guide. */
export function sidebar() {
  const listed = Object.values(guides).flat();
  const unlisted = readdirSync(folder).filter(
    (name) => name.endsWith(".md") && name !== "README.md" && !listed.includes(name.slice(0, -3)),
  );
  if (unlisted.length > 0) throw new Error(`${unlisted.join(", ")}: under no heading of guides.mjs`);
  const index = readFileSync(new URL("README.md", folder), "utf8");
  const missing = listed.filter((name) => !index.includes(`](./${name}.md)`));
  if (missing.length > 0) throw new Error(`${missing.join(", ")}: no line in guides/README.md`);
  return Object.entries(guides).map(([text, files]) => ({
    text,
    items: files.map((file) => ({ text: titleOf(file), link: `/guides/${file}` })),
  }));
}
