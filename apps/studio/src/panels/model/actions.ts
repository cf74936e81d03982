import { changed } from "../../model/edit.ts";
import { isGroup, type Node } from "../../model/tree.ts";
import type { Action } from "../../parts/menu.tsx";
import { edit } from "../../store/editing.ts";
import { series } from "../../store/store.ts";

/** Gives a node a variance, or takes it away. */
export function varianceAction(node: Node): Action[] {
  if (node.variance === undefined) {
    return [
      {
        label: "Give it a variance",
        onClick: () => edit((tree) => changed(tree, node.id, (one) => ({ ...one, variance: { value: 1 } }))),
      },
    ];
  }
  return [
    {
      label: "Without a variance",
      hint: "it is then 1, for good",
      onClick: () => edit((tree) => changed(tree, node.id, ({ variance: _, ...one }) => one as Node)),
    },
  ];
}

/** With several inputs: one length for all of them, or one for each. */
export function ardAction(node: Node): Action[] {
  const inputs = series.value?.x.length ?? 1;
  if (isGroup(node) || inputs < 2 || node.learned["length"] === undefined || node.kernel === "periodic") return [];
  const { length } = node.learned;
  const isEach = length.length > 1;
  const mean = Math.exp(length.reduce((total, { value }) => total + Math.log(value), 0) / length.length);
  const next = isEach ? [{ ...length[0], value: mean }] : Array.from({ length: inputs }, () => length[0]);
  return [
    {
      label: isEach ? "One length for all inputs" : "A length for each input",
      hint: isEach ? undefined : "the data determine which inputs matter",
      onClick: () =>
        edit((tree) =>
          changed(tree, node.id, (one) => (isGroup(one) ? one : { ...one, learned: { ...one.learned, length: next } })),
        ),
    },
  ];
}
