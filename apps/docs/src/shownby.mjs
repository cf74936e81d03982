// A type is shown by what makes or takes it: its page links a function whose example does so, unless it has an example of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommentTag, ReflectionKind } from "typedoc";
import { root } from "./packages.mjs";

/** @import { DeclarationReflection, ProjectReflection, Reflection } from "typedoc" */

/** Packages for those who work on the library, whose functions need no example either. */
const { withoutExamples } = JSON.parse(readFileSync(join(root, "scripts", "limits.json"), "utf8"));

const typeKinds = ReflectionKind.Interface | ReflectionKind.TypeAlias;
const shownKinds = ReflectionKind.Function | ReflectionKind.Variable | ReflectionKind.Class;

/**
 * Adds to each exported type without example a link to what shows it.
 *
 * @param {ProjectReflection} project
 * @returns {string[]} one complaint for each type that nothing shows, and each error class without example
 */
export function linkExamples(project) {
  const exported = (project.children ?? []).flatMap((module) => module.children ?? []);
  const references = referencesIn(project);
  /** @type {Map<Reflection, DeclarationReflection>} */
  const shownBy = new Map();
  // The nearest come first: what a function names, then what those types name.
  let next = exported.filter((one) => one.kindOf(shownKinds | typeKinds) && hasExample(one));
  for (const one of next) shownBy.set(one, one);
  while (next.length > 0) {
    const found = [];
    for (const one of next)
      for (const named of references.get(one) ?? [])
        if (!shownBy.has(named)) {
          shownBy.set(named, /** @type {DeclarationReflection} */ (shownBy.get(one)));
          found.push(/** @type {DeclarationReflection} */ (named));
        }
    next = found;
  }
  const types = exported.filter((one) => one.kindOf(typeKinds) && !hasExample(one));
  for (const type of types) {
    const target = shownBy.get(type);
    if (target === undefined || type.comment === undefined) continue;
    const link = /** @type {const} */ ({ kind: "inline-tag", tag: "@link", text: target.name, target });
    type.comment.blockTags.push(new CommentTag("@see", [link, { kind: "text", text: ", whose example shows it" }]));
  }
  const errors = exported.filter((one) => one.kindOf(ReflectionKind.Class) && one.name.endsWith("Error"));
  return [
    ...types
      .filter((type) => !shownBy.has(type) && !withoutExamples.includes(type.parent?.name))
      .map((type) => `${type.getFullName()} has no @example, and nothing that has one makes or takes it`),
    ...errors.filter((error) => !hasExample(error)).map((error) => `${error.getFullName()} has no @example`),
  ];
}

/** @param {DeclarationReflection} one */
function hasExample(one) {
  const comments = [one.comment, ...(one.signatures ?? []).map(({ comment }) => comment)];
  return comments.some((comment) => comment?.getTag("@example") !== undefined);
}

/**
 * What the declaration of each exported name refers to.
 *
 * @param {ProjectReflection} project
 */
function referencesIn(project) {
  /** @type {Map<Reflection, Set<Reflection>>} */
  const found = new Map();
  for (const one of Object.values(project.reflections)) {
    /** @type {Reflection | undefined} */
    let owner = one;
    while (owner?.parent !== undefined && !owner.parent.kindOf(ReflectionKind.Module)) owner = owner.parent;
    if (owner === undefined) continue;
    const own = found.get(owner) ?? new Set();
    found.set(owner, own);
    const parts = /** @type {DeclarationReflection} */ (one);
    for (const type of [parts.type, .../** @type {unknown[]} */ (parts.extendedTypes ?? [])]) visit(type, own);
    for (const parameter of /** @type {any[]} */ (parts.typeParameters ?? [])) visit(parameter.type, own);
  }
  return found;
}

/**
 * Adds what a type refers to, in whatever it is made of.
 *
 * @param {unknown} type
 * @param {Set<Reflection>} found
 */
function visit(type, found) {
  if (typeof type !== "object" || type === null) return;
  if (Array.isArray(type)) for (const part of type) visit(part, found);
  else {
    const { type: kind, reflection } = /** @type {{ type?: string; reflection?: Reflection }} */ (type);
    if (kind === "reference" && reflection !== undefined) found.add(reflection);
    // A type that is spelled out is a reflection, whose parts are found among the others.
    for (const [key, part] of Object.entries(type))
      if (typeof part === "object" && !["reflection", "declaration", "_project", "project"].includes(key))
        visit(part, found);
  }
}
