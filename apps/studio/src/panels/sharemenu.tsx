import { oneLine } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { readFile } from "../data/text.ts";
import { download } from "../export/download.ts";
import { figureSvg, forecastCsv, modelJson, picturePng, titleOf } from "../export/files.ts";
import { covarianceOf } from "../model/convert.ts";
import { Button } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";
import { linkToModel, openModel } from "../store/link.ts";
import { doc, say, series } from "../store/store.ts";

/** Takes the model elsewhere: as a link, as pictures, tables and programs; and brings one here. */
export function ShareMenu(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const name = series.value?.name ?? "model";
  const saving = (f: () => Promise<void> | void) => () => {
    void (async () => f())().catch((error: unknown) =>
      say({ name: "Export", message: `Nothing was saved: ${oneLine(error)}` }),
    );
  };
  return (
    <>
      <Button look="quiet" icon="link" label="Copy a link to the model" onClick={saving(copyLink)} />
      <Menu
        bare
        icon="down"
        label="Save and open"
        actions={() => [
          { label: "Picture as PNG", onClick: saving(() => savePicture(name)) },
          { label: "Figure as SVG", onClick: saving(() => saveFigure(name)) },
          { label: "Forecast as CSV", onClick: saving(() => saveForecast(name)) },
          {
            label: "Model as JSON",
            hint: "npm start -- --covariance reads it",
            onClick: saving(() => saveModel(name)),
          },
          {
            label: "Program in TypeScript",
            hint: "learns the model with wengert alone",
            onClick: saving(() => saveProgram(name)),
          },
          {
            label: "Open a model …",
            hint: "JSON from here or from the terminal",
            onClick: () => input.current?.click(),
          },
        ]}
      />
      <input
        ref={input}
        id="model-file"
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label="Model as JSON"
        accept=".json,application/json"
        onChange={(event) => {
          const field = event.currentTarget;
          const file = field.files?.[0];
          if (file === undefined) return;
          readFile(file)
            .then((text) => openModel(file.name, text))
            .catch((error: unknown) => say({ name: "Model", message: oneLine(error) }));
          field.value = "";
        }}
      />
    </>
  );
}

async function copyLink(): Promise<void> {
  const link = await linkToModel();
  if (link === undefined) return;
  const own = doc.peek()?.source.kind === "own" ? " Your table is not in it." : "";
  try {
    await navigator.clipboard.writeText(link);
    say({ name: "Link", message: `The link is on the clipboard, with the model in it.${own}` }, "info");
  } catch {
    // Without the clipboard, the address bar has it.
    history.replaceState(null, "", link);
    say({ name: "Link", message: `The address of this page now has the model in it.${own}` }, "info");
  }
}

function savePicture(name: string): void {
  const data = series.peek();
  if (data !== undefined) picturePng(`${name}.png`, titleOf(data));
}

async function saveFigure(name: string): Promise<void> {
  const [document, data] = [doc.peek(), series.peek()];
  if (document === undefined || data === undefined) return;
  const svg = await figureSvg(document, data);
  if (svg === undefined) throw new Error("there is no curve yet");
  download(`${name}.svg`, svg, "image/svg+xml");
}

async function saveForecast(name: string): Promise<void> {
  const [document, data] = [doc.peek(), series.peek()];
  if (document === undefined || data === undefined) return;
  download(`${name}.forecast.csv`, await forecastCsv(document, data), "text/csv");
}

function saveModel(name: string): void {
  const [document, data] = [doc.peek(), series.peek()];
  if (document === undefined || data === undefined) return;
  download(`${name}.covariance.json`, modelJson(document, data), "application/json");
}

async function saveProgram(name: string): Promise<void> {
  const [document, data] = [doc.peek(), series.peek()];
  if (document === undefined || data === undefined) return;
  const { programFor } = await import("../export/typescript.ts");
  download(`${name}.ts`, programFor(covarianceOf(document.tree), data, document.horizon), "text/typescript");
}
