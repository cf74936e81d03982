import { type Signal, signal } from "@preact/signals";
import { defaultCovariance, type Series, startsFrom, UserError } from "@wengert/gp-app/model";
import { treeOf } from "../model/convert.ts";
import { loadText, saveText } from "./database.ts";
import type { OwnSource } from "./document.ts";
import { open } from "./loading.ts";

/** Whether the window for own data is open, and what it begins with. */
export const opening: Signal<{ readonly file: string; readonly text: string } | "empty" | undefined> =
  signal(undefined);

/** Shows a table of one's own. The covariance stays where it fits, with new starts; else a smooth curve and noise. */
export async function openOwn(source: OwnSource, text: string, data: Series): Promise<void> {
  await saveText(source.id, text);
  open(source, data, treeOf(startsFrom(defaultCovariance(data.x.length), data.x, data.y)));
}

/** The data of a table that was opened in an earlier session. @throws {UserError} when it is gone */
export async function storedSeries(source: OwnSource): Promise<Series> {
  const text = await loadText(source.id);
  if (text === undefined) throw new UserError(`The table ${source.file} is no longer stored here; open it again.`);
  // The reader of tables is only loaded with the first of them.
  const { openTable, ownSeries } = await import("../data/own.ts");
  const opened = openTable(source.file, text);
  if (!("table" in opened)) throw new UserError(opened.problem);
  return ownSeries(opened.table, source);
}
