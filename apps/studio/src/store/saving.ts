import { effect } from "@preact/signals";
import { oneLine, type Series } from "@wengert/gp-app/model";
import { sentence } from "../data/text.ts";
import { forgetOthers } from "./database.ts";
import { type Document, defaultMethod, type Source } from "./document.ts";
import { exampleSeries } from "./loading.ts";
import { storedSeries } from "./own.ts";
import { begin, doc, type History, history, keep, say, series } from "./store.ts";
import { historyFrom, storedHistory } from "./travelled.ts";

const documentKey = "wengert-studio-document";
const historyKey = "wengert-studio-history";
const version = 2;
/** While a fit runs, the document changes with every frame. */
const pause = 300;

let timer: number | undefined;
let told = false;
/** Under which the history was saved last: another window may have saved its own since. */
let edition = "";
let saved: History | undefined;

/** Saves document and history from now on: soon after each change, and at once when the page is left. */
export function keepSaving(): void {
  effect(() => {
    if (doc.value === undefined) return;
    timer ??= window.setTimeout(save, pause);
  });
  effect(() => {
    const source = doc.value?.source;
    if (source !== undefined && series.value === undefined) void fetch(source);
  });
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}

function save(): void {
  clearTimeout(timer);
  timer = undefined;
  const document = doc.peek();
  if (document === undefined) return;
  saveHistory();
  try {
    localStorage.setItem(documentKey, JSON.stringify({ version, edition, document }));
  } catch (error) {
    if (told) return;
    told = true;
    say({
      name: "Storage",
      message: `The browser does not let this page store anything (${oneLine(error)}): export the model before you leave.`,
    });
  }
}

/** The steps change seldom, and there are many of them. Where they do not fit, the oldest are forgotten. */
function saveHistory(): void {
  const now = history.peek();
  if (now === saved) return;
  saved = now;
  edition = crypto.randomUUID();
  for (let steps = now.past.length; ; steps = Math.floor(steps / 2)) {
    const { past, future } = { past: now.past.slice(now.past.length - steps), future: steps === 0 ? [] : now.future };
    try {
      localStorage.setItem(historyKey, JSON.stringify({ version, edition, ...storedHistory({ past, future }) }));
      return;
    } catch {
      if (steps === 0) return;
    }
  }
}

/** Goes on where the page was left, if it was here before. */
export async function restore(): Promise<void> {
  const found = stored();
  if (found === undefined) return;
  const { document, before } = found;
  try {
    keep(document.source, await seriesOf(document.source));
    begin(document, before);
    const all = [document, ...before.past, ...before.future].flatMap(({ source }) =>
      source.kind === "own" ? source.id : [],
    );
    void forgetOthers(new Set(all));
  } catch (error) {
    say({ name: "Storage", message: `${sentence(error)} The page begins anew.` });
  }
}

function seriesOf(source: Source): Promise<Series> {
  return source.kind === "example" ? exampleSeries(source.id) : storedSeries(source);
}

/** Undoing may lead back to data of an earlier visit. */
async function fetch(source: Source): Promise<void> {
  try {
    keep(source, await seriesOf(source));
  } catch (error) {
    say({ name: "Storage", message: `${sentence(error)} Redo leads back to the data that were shown.` });
  }
}

function stored(): { readonly document: Document; readonly before: History } | undefined {
  const found = read<{ readonly document: Document }>(documentKey);
  if (found === undefined) return undefined;
  const { document, edition: own } = found;
  const steps = read<Parameters<typeof historyFrom>[0]>(historyKey);
  return {
    document: { ...document, method: { ...defaultMethod, ...document.method }, run: paused(document.run) },
    before: steps?.edition === own ? historyFrom(steps) : { past: [], future: [] },
  };
}

/** What was stored under a key by this version of the page. */
function read<T>(key: string): (T & { readonly edition: string }) | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null") as (T & { version: number; edition: string }) | null;
    return value?.version === version ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A fit that was running when the page was left goes on from its last iteration, when the user says so. */
function paused(run: Document["run"]): Document["run"] {
  if (run === undefined || run.status !== "running") return run;
  return run.entries.length === 0 ? undefined : { ...run, status: "paused" };
}
