import { batch } from "@preact/signals";
import { oneLine, placesAfter, type Series, startsFrom } from "@wengert/gp-app/model";
import { examples } from "../data/examples.ts";
import { treeOf } from "../model/convert.ts";
import type { Node } from "../model/tree.ts";
import { type Document, defaultMethod, type Source } from "./document.ts";
import { pause } from "./learning.ts";
import { begin, commit, doc, keep, loading, say, selected } from "./store.ts";

/** Loads an example, with the covariance that comes with it. */
export async function openExample(id: string): Promise<void> {
  const example = examples.find((one) => one.id === id) ?? examples[0];
  loading.value = `Loading ${example.title}`;
  try {
    const data = await example.load();
    const node = treeOf(startsFrom(example.covariance, data.x, data.y));
    open({ kind: "example", id: example.id }, data, node);
  } catch (error) {
    say({
      name: "Data",
      message: `${example.title} could not be loaded: ${oneLine(error)}. Reload the page to try again.`,
    });
  } finally {
    loading.value = undefined;
  }
}

/** The data of an example. */
export async function exampleSeries(id: string): Promise<Series> {
  return (examples.find((one) => one.id === id) ?? examples[0]).load();
}

/** Shows data with a covariance: as a step that can be undone, unless it is the first. */
export function open(source: Source, data: Series, node: Node): void {
  pause();
  const before = doc.peek();
  const next: Document = {
    source,
    tree: node,
    method: before?.method ?? defaultMethod,
    horizon: horizonOf(data),
    run: undefined,
  };
  batch(() => {
    keep(source, data);
    selected.value = undefined;
    if (before === undefined) begin(next);
    else commit(next);
  });
}

/** How far a forecast goes at first: what suits the data, or a sixth of the record. */
export function horizonOf({ x, horizon }: Series): number {
  if (x.length > 1) return 0;
  if (horizon !== undefined) return horizon;
  const after = placesAfter(x[0]);
  return Number((after[after.length - 1] - x[0][x[0].length - 1]).toPrecision(2));
}
