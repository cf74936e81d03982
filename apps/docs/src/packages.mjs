// Packages on the site: called by their names on npm, each name documented where it is made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Comment, CommentTag } from "typedoc";

/** @import { CommentDisplayPart, DeclarationReflection, ProjectReflection, ReferenceReflection } from "typedoc" */

export const root = fileURLToPath(new URL("../../..", import.meta.url));

const laws = JSON.parse(readFileSync(join(root, "scripts", "laws.json"), "utf8"));

/** The public packages, those first that others hand on. */
export const packages = Object.keys(laws.packages)
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")) }))
  .filter((manifest) => manifest.private !== true);

/** @returns {CommentDisplayPart} */
const text = (/** @type {string} */ words) => ({ kind: "text", text: words });

/**
 * Calls packages by their names, describes those that do not do so themselves, and lists what they hand on from others, each name as a link to its one page.
 *
 * @param {ProjectReflection} project
 */
export function describePackages(project) {
  for (const { folder, name, description } of packages) {
    const module = project.children?.find((child) => child.name.endsWith(`${folder}/src`));
    if (module === undefined) throw new Error(`the package ${name} was not read`);
    const references = (module.children ?? []).filter((child) => child.isReference());
    module.name = name;
    module.comment = new Comment(
      [...(module.comment?.summary ?? [text(`${description}.`)]), ...handedOn(references)],
      [new CommentTag("@category", [text("Packages")])],
    );
    for (const reference of references) project.removeReflection(reference);
  }
}

/** @returns {CommentDisplayPart[]} */
function handedOn(/** @type {ReferenceReflection[]} */ references) {
  /** @type {Map<string, CommentDisplayPart[]>} */
  const links = new Map();
  for (const reference of references) {
    const target = reference.getTargetReflectionDeep();
    const owner = target.parent?.name ?? "";
    const before = links.get(owner) ?? [text(`\n\n**${owner}**`)];
    links.set(owner, [...before, text(" · "), { kind: "inline-tag", tag: "@link", text: target.name, target }]);
  }
  return links.size === 0 ? [] : [text("\n\nIt also exports, from other packages:"), ...[...links.values()].flat()];
}

/** A comment stands at a function's signatures, at anything else itself. */
function isDocumented(/** @type {DeclarationReflection} */ child) {
  return child.hasComment() || child.getNonIndexSignatures().some((signature) => signature.hasComment());
}

/**
 * One complaint for each exported name without docstring.
 *
 * @param {ProjectReflection} project
 */
export function undocumented(project) {
  const names = (project.children ?? []).flatMap((module) => module.children ?? []);
  return names.filter((child) => !isDocumented(child)).map((child) => `${child.getFullName()} has no docstring`);
}
