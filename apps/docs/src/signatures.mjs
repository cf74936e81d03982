// What TypeDoc makes of declarations, made readable.
import { Context, Converter, ReflectionKind } from "typedoc";
import ts from "typescript";

/** @import { ProjectReflection } from "typedoc" */

/**
 * Most operations are constants made by `rule` or `elementwise`. To a reader they are functions; TypeDoc believes that
 * of a constant which is callable and tagged `@function`, so every constant gets the tag.
 */
export function showConstantsAsFunctions() {
  const { getComment } = Context.prototype;
  /** @type {typeof getComment} */
  Context.prototype.getComment = function (symbol, kind) {
    const comment = getComment.call(this, symbol, kind);
    if (kind === ReflectionKind.Variable) comment?.modifierTags.add("@function");
    return comment;
  };
}

/**
 * Writes what a type parameter extends as the source does: `Unlifted<L>`, not all that it may come to.
 *
 * @param {Converter} converter
 */
export function keepConstraints(converter) {
  converter.on(Converter.EVENT_CREATE_TYPE_PARAMETER, (context, parameter) => {
    const declared = context.getSymbolFromReflection(parameter)?.declarations?.find(ts.isTypeParameterDeclaration);
    if (declared?.constraint === undefined) return;
    parameter.type = converter.convertType(context.withScope(parameter), declared.constraint);
  });
}

/**
 * Makes the error's name in `@throws {Error} when …` a link.
 *
 * @param {ProjectReflection} project
 */
export function linkThrows(project) {
  const classes = new Map(project.getReflectionsByKind(ReflectionKind.Class).map((target) => [target.name, target]));
  for (const { comment } of Object.values(project.reflections)) {
    for (const tag of comment?.getTags("@throws") ?? []) {
      const name = tag.typeAnnotation?.replace(/^\{|\}$/g, "");
      if (name === undefined) continue;
      tag.typeAnnotation = undefined;
      const link = { kind: /** @type {const} */ ("inline-tag"), tag: /** @type {const} */ ("@linkcode"), text: name };
      tag.content.unshift({ ...link, target: classes.get(name) }, { kind: "text", text: " " });
    }
  }
}

/**
 * Leaves out of error classes what their users do not call.
 *
 * @param {ProjectReflection} project
 */
export function simplifyErrors(project) {
  for (const error of project.getReflectionsByKind(ReflectionKind.Class)) {
    if (!error.name.endsWith("Error") || !error.isDeclaration()) continue;
    const hidden = error.children?.filter(({ name }) => name === "constructor" || name === "[hasInstance]");
    for (const member of hidden ?? []) project.removeReflection(member);
  }
}
