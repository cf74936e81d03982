// Guides on the site: called by their headings, in the order of the index.
import { basename } from "node:path";
import { Comment, CommentTag } from "typedoc";

/** @import { CommentDisplayPart, ProjectReflection } from "typedoc" */

/** The guides by file name, under the headings of the index. */
export const guides = {
  "Start here": [
    "getting-started",
    "fitting-curves",
    "minimizing",
    "constraints",
    "training",
    "fitting-a-gaussian-process",
    "many-at-once",
    "coming-from-jax",
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
  Reference: ["operations", "random-numbers", "writing-a-rule", "errors", "how-it-works"],
};

/**
 * Gives guides the titles that they have in their files, and puts them under the headings of the index.
 *
 * @param {ProjectReflection} project
 */
export function titleGuides(project) {
  for (const document of project.documents ?? []) {
    const file = basename(document.name, ".md");
    const [heading] = Object.entries(guides).find(([, files]) => files.includes(file)) ?? [];
    if (heading === undefined) throw new Error(`the guide ${file} stands under no heading: list it in guides`);
    document.name = titleOf(document.content).title;
    document.frontmatter["file"] = file;
    document.comment = new Comment([], [new CommentTag("@category", [{ kind: "text", text: heading }])]);
  }
  // The page of the project has a title of its own.
  const { readme = [] } = project;
  readme[0].text = readme[0].text.slice(titleOf(readme).length);
}

/** The heading that a text begins with, and where the text goes on behind it. */
function titleOf(/** @type {CommentDisplayPart[]} */ [first]) {
  const heading = /^# (.*)(?:\n|$)/.exec(first.text);
  if (heading === null) throw new Error(`a guide begins with ${first.text.slice(0, 40)}, not with a heading`);
  return { title: heading[1], length: heading[0].length };
}
