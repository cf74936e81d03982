import { KindRouter } from "typedoc";

/** Addresses that can be guessed: guides/getting-started, packages/ops, packages/ops-author, ops/functions/sum. */
export class ShortRouter extends KindRouter {
  /**
   * @override
   * @param {import("typedoc").Reflection} reflection
   */
  getIdealBaseName(reflection) {
    if (reflection.isDocument()) return `guides/${reflection.frontmatter["file"]}`;
    const name = super.getIdealBaseName(reflection);
    const [, kind, entry, rest] = /^(\w+)\/(?:_wengert_)?([a-z]+(?:_[a-z]+)*)(?:\.(.*))?$/.exec(name) ?? [];
    const folder = entry?.replaceAll("_", "-");
    if (kind === "modules") return `packages/${folder}`;
    return rest === undefined ? name : `${folder}/${kind}/${rest}`;
  }
}
