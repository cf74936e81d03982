import { type Covariance, startsFrom } from "@wengert/gp-app/model";
import { inheriting, rowsOf, treeOf } from "../model/convert.ts";
import { changed } from "../model/edit.ts";
import { isGroup, type Node, type Parameter } from "../model/tree.ts";
import type { Document, Run } from "./document.ts";
import { pause } from "./learning.ts";
import { endedWith, leaderOf } from "./run.ts";
import { commit, doc, series } from "./store.ts";

/** The most kernels and groups of a tree: more is a mistake, and takes minutes to evaluate. */
export const largest = 60;

/** Changes the tree; @param key - changes of the same key that follow each other are one step to undo */
export function edit(f: (tree: Node) => Node, key?: string): void {
  pause();
  const document = doc.peek();
  if (document === undefined) return;
  const tree = f(document.tree);
  if (tree !== document.tree) commit({ ...document, tree, run: runAfter(document, tree) }, key);
}

/** What stays of a fit when the tree is changed: nothing of other parameters, and of the same ones no way to go on. */
function runAfter({ run }: Document, tree: Node): Run | undefined {
  if (run === undefined) return undefined;
  const paths = (node: Node): string =>
    rowsOf(node)
      .map(({ path }) => path)
      .join();
  if (paths(run.before) !== paths(tree)) return undefined;
  if (run.status === "ended" || run.status === "failed") return run;
  const last = leaderOf(run);
  if (last === undefined) return undefined;
  const { start, value, values } = last;
  return endedWith(run, { start, value, values, message: "its parameters were changed by hand" });
}

/** Changes a parameter of a node. */
export function setParameter(id: string, argument: string, index: number, next: Parameter, key?: string): void {
  edit(
    (tree) =>
      changed(tree, id, (node) => {
        if (argument === "variance") return { ...node, variance: next };
        if (isGroup(node)) return node;
        const list = node.learned[argument].map((one, i) => (i === index ? next : one));
        return { ...node, learned: { ...node.learned, [argument]: list } };
      }),
    key,
  );
}

/** Takes over a covariance that was written; nodes that were there keep their names. */
export function setCovariance(covariance: Covariance, key?: string): void {
  const data = series.peek();
  if (data === undefined) return;
  const next = treeOf(startsFrom(covariance, data.x, data.y));
  edit((tree) => inheriting(next, tree), key);
}

/** Begins with another covariance. */
export function replaceCovariance(covariance: Covariance): void {
  const data = series.peek();
  if (data === undefined) return;
  edit(() => treeOf(startsFrom(covariance, data.x, data.y)));
}
