import { type ModelDocument, modelFrom, oneLine } from "@wengert/gp-app/model";
import { examples } from "../data/examples.ts";
import { modelJson } from "../export/files.ts";
import { replaceCovariance } from "./editing.ts";
import { openExample } from "./loading.ts";
import { doc, say, series } from "./store.ts";

const mark = "#model=";

/** The address of this page with the model in it. Own data are not: they would not fit, and are nobody's business. */
export async function linkToModel(): Promise<string | undefined> {
  const [document, data] = [doc.peek(), series.peek()];
  if (document === undefined || data === undefined) return undefined;
  const text = JSON.stringify(JSON.parse(modelJson(document, data)));
  return location.href.replace(/#.*$/, "") + mark + (await packed(text));
}

/** Opens the model of the page's address, if there is one. */
export async function openLink(): Promise<void> {
  if (!location.hash.startsWith(mark)) return;
  const text = location.hash.slice(mark.length);
  history.replaceState(null, "", location.pathname + location.search);
  try {
    await openModel("the link", await unpacked(text));
  } catch (error) {
    say({
      name: "Link",
      message: `The model in the link cannot be read: ${oneLine(error)}. It may have been cut when it was copied.`,
    });
  }
}

/** Shows a model that was saved by this page or by the terminal app, with its data where they come with the page. */
export async function openModel(file: string, text: string): Promise<void> {
  const model = modelFrom(file, text);
  const name = model.data?.name;
  const isExample = model.data?.file === undefined && examples.some(({ id }) => id === name);
  if (isExample && name !== undefined) await openExample(name);
  else if (doc.peek() === undefined) await openExample("co2");
  if (!isExample && model.data !== undefined) missingData(model.data);
  replaceCovariance(model.covariance);
}

function missingData({ title, xLabels, yLabel }: NonNullable<ModelDocument["data"]>): void {
  say(
    {
      name: "Data",
      message: `The model was made for ${title} (${xLabels.join(", ")} → ${yLabel}), which is not in it. Open that table under Data, or use the model on what is shown.`,
    },
    "info",
  );
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

async function unpacked(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
