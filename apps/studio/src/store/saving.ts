import { effect } from "@preact/signals";
import { oneLine, type Series } from "@wengert/gp-app/model";
import { forgetOthers } from "./database.ts";
import { type Document, defaultMethod } from "./document.ts";
import { exampleSeries } from "./loading.ts";
import { storedSeries } from "./own.ts";
import { begin, doc, keep, say } from "./store.ts";

const key = "wengert-studio-document";
const version = 1;
/** While a fit runs, the document changes with every frame. */
const pause = 300;

let timer: number | undefined;
let told = false;

/** Saves the document from now on: soon after each change, and at once when the page is left. */
export function keepSaving(): void {
  effect(() => {
    if (doc.value === undefined) return;
    timer ??= window.setTimeout(save, pause);
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
  try {
    localStorage.setItem(key, JSON.stringify({ version, document }));
  } catch (error) {
    if (told) return;
    told = true;
    say({
      name: "Storage",
      message: `The browser does not let this page store anything (${oneLine(error)}): export the model before you leave.`,
    });
  }
}

/** Goes on where the page was left, if it was here before. */
export async function restore(): Promise<void> {
  const saved = stored();
  if (saved === undefined) return;
  try {
    const data: Series =
      saved.source.kind === "example" ? await exampleSeries(saved.source.id) : await storedSeries(saved.source);
    keep(saved.source, data);
    begin(saved);
    void forgetOthers(saved.source.kind === "own" ? saved.source.id : undefined);
  } catch (error) {
    say({ name: "Storage", message: `${oneLine(error)} The page begins anew.` });
  }
}

function stored(): Document | undefined {
  try {
    const read = JSON.parse(localStorage.getItem(key) ?? "null") as { version: number; document: Document } | null;
    if (read?.version !== version) return undefined;
    const { document } = read;
    return { ...document, method: { ...defaultMethod, ...document.method }, run: paused(document.run) };
  } catch {
    return undefined;
  }
}

/** A fit that was running when the page was left goes on from its last iteration, when the user says so. */
function paused(run: Document["run"]): Document["run"] {
  if (run === undefined || run.status !== "running") return run;
  return run.saved === undefined ? undefined : { ...run, status: "paused" };
}
