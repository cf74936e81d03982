import { dateText, descriptionOf, modelText, placesAfter, type Series } from "@wengert/gp-app/model";
import { covarianceOf } from "../model/convert.ts";
import { token } from "../parts/theme.ts";
import type { Document } from "../store/document.ts";
import { reader } from "../store/live.ts";
import { mapShows, mapView } from "../store/mapview.ts";
import { places, wholeMapPlaces } from "../store/posterior.ts";
import { evaluationsOf } from "../store/run.ts";
import { task } from "../store/store.ts";
import { download } from "./download.ts";

/** The model as the terminal app reads it: covariance, settings, where the data come from, and how the fit went. */
export function modelJson({ tree, run, method, source }: Document, data: Series): string {
  const first = run?.entries[0];
  const fit =
    run?.end === undefined || first === undefined
      ? {}
      : {
          fit: {
            start: first.value,
            value: run.end.value,
            iterations: run.entries.length,
            evaluations: evaluationsOf(run),
            method: method.name,
            message: run.end.message,
            ...(method.starts > 1 ? { starts: method.starts, seed: method.seed } : {}),
          },
        };
  const from = source.kind === "own" ? { file: source.file } : {};
  return modelText({ covariance: covarianceOf(tree), data: descriptionOf(data, from), ...fit });
}

/** The forecast as a table; with several inputs, the map. */
export async function forecastCsv({ horizon }: Document, data: Series): Promise<string> {
  const ask = task.peek();
  if (ask === undefined) return "";
  const at = data.x.length > 1 ? wholeMapPlaces(data) : [placesAfter(data.x[0], horizon > 0 ? horizon : undefined)];
  const { mean, std } = await reader.ask("posterior", { ...ask, places: at });
  const { timeUnit } = data;
  const shown = (value: number): string => (timeUnit === undefined ? String(value) : dateText(value, timeUnit));
  const head = [...data.xLabels, "mean", "standard deviation", "mean − 2 sd", "mean + 2 sd"].map(cell);
  const rows = Array.from(mean, (value, i) =>
    [...at.map((one) => shown(one[i])), value, std[i], value - 2 * std[i], value + 2 * std[i]].join(","),
  );
  return `${[head.join(","), ...rows].join("\n")}\n`;
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The figure of the terminal app; with several inputs, the part of the map that is shown. Its library is only loaded now. */
export async function figureSvg({ horizon }: Document, data: Series): Promise<string | undefined> {
  const ask = task.peek();
  const at = places.peek();
  if (ask === undefined || at === undefined) return undefined;
  const { draw, drawMap, mapPlaces } = await import("@wengert/gp-app/figure");
  const view = mapView.peek();
  if (view !== undefined) {
    const extent = [view.x, view.y] as const;
    const what = mapShows.peek();
    const values = (await reader.ask("posterior", { ...ask, places: mapPlaces(data.x, extent) }))[what];
    return drawMap(data, { extent, values, name: `${data.yLabel}: ${names[what]}` });
  }
  // What is on the page may be of the parameters before.
  const answer = await reader.ask("posterior", { ...ask, places: at });
  const last = data.x[0][data.x[0].length - 1];
  const inside = at[0].filter((value) => value <= last).length;
  const fitted = {
    x: [at[0].subarray(0, inside)],
    mean: answer.mean.subarray(0, inside),
    std: answer.std.subarray(0, inside),
  };
  const after = [placesAfter(data.x[0], horizon > 0 ? horizon : undefined)];
  const forecast = await reader.ask("posterior", { ...ask, places: after });
  return draw(data, fitted, { x: after, mean: forecast.mean, std: forecast.std });
}

const names = { mean: "the mean", std: "the standard deviation" } as const;

/** The picture that is on the page, as it is, with its title, on the page's own ground. */
export function picturePng(name: string, title: string): void {
  const source = document.querySelector<HTMLCanvasElement>(".area-posterior canvas");
  if (source === null) return;
  const [margin, size] = [12, 16].map((pixels) => pixels * devicePixelRatio);
  const above = 2 * margin + size;
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height + above;
  const ctx = copy.getContext("2d");
  if (ctx === null) return;
  ctx.fillStyle = token("card");
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.fillStyle = token("ink");
  ctx.font = `600 ${size}px ui-sans-serif, system-ui, "Liberation Sans", sans-serif`;
  ctx.textBaseline = "top";
  ctx.fillText(title, margin, margin, copy.width - 2 * margin);
  ctx.drawImage(source, 0, above);
  copy.toBlob((blob) => {
    if (blob !== null) download(name, blob);
  });
}

/** What a picture is of. */
export function titleOf(data: Series): string {
  return data.x.length === 1 ? data.title : `${data.title}: ${data.yLabel}, ${names[mapShows.peek()]}`;
}
