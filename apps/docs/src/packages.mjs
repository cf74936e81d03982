// Packages on the site: called by their names on npm, each name documented where it is made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Comment, CommentTag } from "typedoc";
import { base } from "./addresses.mjs";

/** @import { CommentDisplayPart, DeclarationReflection, ProjectReflection, ReferenceReflection } from "typedoc" */

export const root = fileURLToPath(new URL("../../..", import.meta.url));

const laws = JSON.parse(readFileSync(join(root, "scripts", "laws.json"), "utf8"));

/** The public packages, those first that others hand on. */
export const packages = Object.keys(laws.packages)
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")) }))
  .filter((manifest) => manifest.private !== true);

/** What can be imported: of each package its main entry, then those behind a path. */
export const entries = packages.flatMap(({ folder, name, description, exports }) =>
  Object.entries(exports).flatMap(([path, target]) => {
    const source = target["@wengert/source"];
    const specifier = join(name, path);
    return source === undefined
      ? []
      : [{ folder, specifier, description, isMain: path === ".", file: join("packages", folder, source) }];
  }),
);

// Links to pages outside of the reference, which TypeDoc would look for among the sources.
const elsewhere = `
The [guides](${base}guides/index.html) say how the parts are used together, and [operations](${base}guides/operations.html) lists all
operations in one line each. The search above finds any name.`;

/** @returns {CommentDisplayPart} */
const text = (/** @type {string} */ words) => ({ kind: "text", text: words });

/**
 * Calls packages by their names, describes those that do not do so themselves, and lists what they hand on from others, each name as a link to its one page.
 * The first page lists the packages, each with its further entries.
 *
 * @param {ProjectReflection} project
 */
export function describePackages(project) {
  /** @type {CommentDisplayPart[]} */
  const list = [];
  for (const { specifier, description, isMain, file } of entries) {
    const module = project.children?.find((child) => child.sources?.[0]?.fileName === file);
    if (module === undefined) throw new Error(`the entry ${specifier} was not read`);
    const references = (module.children ?? []).filter((child) => child.isReference());
    module.name = specifier;
    module.comment = new Comment(
      [...(module.comment?.summary ?? [text(`${description}.`)]), ...handedOn(references)],
      [new CommentTag("@category", [text(isMain ? "Packages" : "Further entries")])],
    );
    for (const reference of references) project.removeReflection(reference);
    const link = /** @type {const} */ ({ kind: "inline-tag", tag: "@link", text: specifier, target: module });
    if (isMain) list.unshift(text("\n- "), link, text(`: ${description}`));
    else list.splice(3, 0, text("; "), link);
  }
  project.readme = [...(project.readme ?? []), text(elsewhere), text("\n\n## Packages\n"), ...list];
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
