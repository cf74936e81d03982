// Two guides are lists: operations.md of every operation, errors.md of every error class. Neither may miss a name.
import { readFileSync } from "node:fs";
import { ReflectionKind } from "typedoc";

/** @import { DeclarationReflection, ProjectReflection } from "typedoc" */

const owners = ["@wengert/ops", "@wengert/linalg", "@wengert/special"];

/**
 * One complaint for each exported name that is not listed, and for each listed name that is not exported.
 *
 * @param {ProjectReflection} project
 */
export function unlisted(project) {
  const modules = project.children ?? [];
  const operations = modules
    .filter(({ name }) => owners.includes(name))
    .flatMap((module) => module.getChildrenByKind(ReflectionKind.Function));
  const errors = modules
    .flatMap((module) => module.getChildrenByKind(ReflectionKind.Class))
    .filter(({ name }) => name.endsWith("Error"));
  return [...compare("operations.md", operations), ...compare("errors.md", errors)];
}

/** @returns {string[]} */
function compare(/** @type {string} */ page, /** @type {DeclarationReflection[]} */ exported) {
  const text = readFileSync(new URL(`../guides/${page}`, import.meta.url), "utf8");
  // Rows of tables that begin with names alone: | `sin` `cos` |
  const rows = text.match(/^\| (`\w+` )+(?:itself )?\|/gm) ?? [];
  const listed = rows.flatMap((row) => Array.from(row.matchAll(/`(\w+)`/g), ([, name]) => name));
  const missing = exported.filter(({ name }) => !listed.includes(name));
  const extra = listed.filter((name) => exported.every((one) => one.name !== name));
  return [
    ...missing.map((one) => `${page} has no row for ${one.name}, such as ${suggested(one)}`),
    ...extra.map((name) => `${page} has a row for ${name}, which does not exist`),
  ];
}

/** A row to start from: the first sentence of the docstring. */
function suggested(/** @type {DeclarationReflection} */ { name, comment, signatures }) {
  const parts = (comment ?? signatures?.[0]?.comment)?.summary ?? [];
  const words = parts.map((part) => part.text).join("");
  const [sentence] = words.replaceAll("\n", " ").split(/[.;] /);
  return `| \`${name}\` | ${sentence.replaceAll("|", "\\|")} |`;
}
