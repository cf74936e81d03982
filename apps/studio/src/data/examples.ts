import {
  type Covariance,
  co2Covariance,
  co2Series,
  parseExpression,
  type Series,
  type Table,
} from "@wengert/gp-app/model";
import { gridOf, meansOf, taken } from "./thin.ts";

/** Data that come with the page, with a covariance that suits them. */
export interface Example {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a line. */
  readonly about: string;
  readonly source: string;
  readonly covariance: Covariance;
  readonly load: () => Promise<Series>;
}

const files = import.meta.glob<string>(
  "../../node_modules/vega-datasets/data/{co2-concentration,global-temp,seattle-weather,windvectors}.csv",
  { query: "?raw", import: "default" },
);
const grids = import.meta.glob<string>("../../node_modules/vega-datasets/data/volcano.json", {
  query: "?raw",
  import: "default",
});

async function textOf(name: string): Promise<string> {
  const load = { ...files, ...grids }[`../../node_modules/vega-datasets/data/${name}`];
  if (load === undefined) throw new Error(`There is no data set ${name}.`);
  return load();
}

/** These files have commas between their cells and nowhere else, and so need no reader of tables. */
async function tableOf(name: string): Promise<Table> {
  const [header, ...lines] = (await textOf(name)).trim().split(/\r?\n/);
  const rows = lines.map((line, i) => ({ cells: line.split(","), line: i + 2, number: i + 1 }));
  return { file: name, columns: header.split(","), rows };
}

async function columnsOf(name: string, columns: readonly string[]): Promise<Float64Array[]> {
  const { rows, columns: all } = await tableOf(name);
  return columns.map((column) => Float64Array.from(rows, ({ cells }) => Number(cells[all.indexOf(column)])));
}

/** All examples, the first one shown at once. */
export const examples: readonly Example[] = [
  {
    id: "co2",
    title: "CO₂ at Mauna Loa",
    about: "741 months, a trend with seasons",
    source: "C. D. Keeling, Scripps Institution of Oceanography",
    covariance: co2Covariance,
    load: async () => co2Series(await tableOf("co2-concentration.csv")),
  },
  {
    id: "temperature",
    title: "Temperature of the Earth",
    about: "yearly anomalies since 1880, noisy and bent",
    source: "NASA GISS surface temperature analysis",
    covariance: parseExpression("0.3*rbf(40) + 0.01*rationalQuadratic(5, 1) + 0.01*noise"),
    load: async () => {
      const [year, temperature] = await columnsOf("global-temp.csv", ["year", "temp"]);
      return {
        name: "temperature",
        title: "Temperature of the Earth",
        xLabels: ["year"],
        yLabel: "anomaly (°C)",
        x: [year],
        y: temperature,
        horizon: 25,
        notes: [],
      };
    },
  },
  {
    id: "seattle",
    title: "Weather in Seattle",
    about: "warmest hour, means of four days: a season and rough weather",
    source: "NOAA, daily observations 2012 to 2015",
    covariance: parseExpression("50*periodic(1, period=1) + 10*matern(0.03, nu=0.5) + 5*noise"),
    load: async () => {
      const [warmest] = await columnsOf("seattle-weather.csv", ["temp_max"]);
      const days = Float64Array.from(warmest, (_, day) => 2012 + day / 365.25);
      return {
        name: "seattle",
        title: "Weather in Seattle",
        xLabels: ["year"],
        yLabel: "warmest hour (°C)",
        x: [meansOf(days, 4)],
        y: meansOf(warmest, 4),
        horizon: 1,
        notes: ["each point is the mean of four days"],
      };
    },
  },
  {
    id: "volcano",
    title: "Maunga Whau, a volcano",
    about: "heights over two inputs, every fourth place",
    source: "R. Ihaka, digitized from a topographic map of Auckland",
    covariance: parseExpression("600*rbf([100, 100]) + 4*noise"),
    load: async () => {
      const { width, values } = JSON.parse(await textOf("volcano.json")) as { width: number; values: number[] };
      const { x, y } = gridOf(values, width, 4);
      return {
        name: "volcano",
        title: "Maunga Whau, a volcano",
        xLabels: ["west to east (m)", "north to south (m)"],
        yLabel: "height (m)",
        x: x.map((places) => places.map((place) => 10 * place)),
        y,
        notes: ["every fourth row and column of the map"],
      };
    },
  },
  {
    id: "wind",
    title: "Wind over Europe",
    about: "speeds over longitude and latitude, every tenth place",
    source: "NOAA, via vega-datasets",
    covariance: parseExpression("4*matern([2, 2], nu=1.5) + 0.1*noise"),
    load: async () => {
      const all = await columnsOf("windvectors.csv", ["longitude", "latitude", "speed"]);
      const [longitude, latitude, speed] = all.map((values) => taken(values, 10));
      return {
        name: "wind",
        title: "Wind over Europe",
        xLabels: ["longitude (°E)", "latitude (°N)"],
        yLabel: "wind speed (m/s)",
        x: [longitude, latitude],
        y: speed,
        notes: ["every tenth place"],
      };
    },
  },
];
