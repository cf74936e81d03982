import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Series } from "@wengert/gp-app/model";
import { covarianceOf, rowsOf } from "../model/convert.ts";
import type { Node } from "../model/tree.ts";
import type { Problem, Task } from "../worker/protocol.ts";
import type { Document, Source } from "./document.ts";

/** How many steps can be undone. */
const remembered = 200;

const current: Signal<Document | undefined> = signal(undefined);
const past: Signal<readonly Document[]> = signal([]);
const future: Signal<readonly Document[]> = signal([]);

/** What the page works on; undefined until data are there. */
export const doc: ReadonlySignal<Document | undefined> = current;
/** The data of each source that was opened: undoing may come back to any of them. */
const opened: Signal<ReadonlyMap<string, Series>> = signal(new Map());
/** The data of the document; undefined while they are not loaded. */
export const series: ReadonlySignal<Series | undefined> = computed(() => {
  const source = current.value?.source;
  return source && opened.value.get(JSON.stringify(source));
});

/** Keeps the data of a source, before a document has it. */
export function keep(source: Source, data: Series): void {
  opened.value = new Map([...opened.peek(), [JSON.stringify(source), data]]);
}

/** The documents that undo and redo lead to. */
export interface History {
  readonly past: readonly Document[];
  readonly future: readonly Document[];
}

/** The steps that can be taken back, and those that were. */
export const history: ReadonlySignal<History> = computed(() => ({ past: past.value, future: future.value }));

/** What the page has to say, until it is dismissed. */
export const notice: Signal<(Problem & { readonly tone: "error" | "info" }) | undefined> = signal(undefined);
/** Whether data are being loaded. */
export const loading: Signal<string | undefined> = signal("Loading the CO₂ record");
/** The node that the editor and the prior samples are about. */
export const selected: Signal<string | undefined> = signal(undefined);

export const canUndo: ReadonlySignal<boolean> = computed(() => past.value.length > 0);
export const canRedo: ReadonlySignal<boolean> = computed(() => future.value.length > 0);

/** The covariance as a tree. */
export const tree: ReadonlySignal<Node | undefined> = computed(() => current.value?.tree);

/** What is fitted: data and covariance in the form that workers read. */
export const task: ReadonlySignal<Task | undefined> = computed(() => {
  const [node, data] = [tree.value, series.value];
  if (node === undefined || data === undefined) return undefined;
  return { x: data.x, y: data.y, covariance: covarianceOf(node) };
});

/** What a fit minimizes, by its name. */
export const objectiveName: ReadonlySignal<string> = computed(() => {
  const rows = tree.value === undefined ? [] : rowsOf(tree.value);
  const hasPrior = rows.some(({ parameter: { prior, fixed } }) => prior !== undefined && fixed !== true);
  return hasPrior ? "−log posterior" : "−log likelihood";
});

let lastKey: string | undefined;

/**
 * Replaces the document, as a step that can be undone.
 *
 * @param key - steps of the same key that follow each other are one: a slider's movements, the iterations of a fit
 */
export function commit(next: Document, key?: string): void {
  batch(() => {
    const before = current.value;
    if (before !== undefined && (key === undefined || key !== lastKey)) {
      past.value = [...past.value, before].slice(-remembered);
    }
    lastKey = key;
    future.value = [];
    current.value = next;
  });
}

/** Replaces the document without a step of its own: it belongs to the last one. */
export function amend(next: Document): void {
  current.value = next;
}

/** Begins with a document; without a past, unless it has one from an earlier visit. */
export function begin(next: Document, before: History = { past: [], future: [] }): void {
  batch(() => {
    past.value = before.past;
    future.value = before.future;
    lastKey = undefined;
    current.value = next;
  });
}

/** Takes the last step back. */
export function undo(): void {
  travel(past, future);
}

/** Takes a step again that was taken back. */
export function redo(): void {
  travel(future, past);
}

function travel(from: Signal<readonly Document[]>, to: Signal<readonly Document[]>): void {
  const next = from.value.at(-1);
  const here = current.value;
  if (next === undefined || here === undefined) return;
  batch(() => {
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, here];
    lastKey = undefined;
    current.value = next;
  });
}

/** Says something to the user. */
export function say(problem: Problem, tone: "error" | "info" = "error"): void {
  notice.value = { ...problem, tone };
}
