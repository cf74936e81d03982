import { writeNpz } from "@wengert/io";
import { stack, tensor } from "wengert";
import type { Prediction } from "../process/gp.ts";

/** A forecast as an npz file: x (of several inputs a row for each place), mean and std. Dates are numbers, counted from 1970. */
export function forecastFile({ x, mean, std }: Prediction): Uint8Array {
  const places = x.map((values) => tensor(values));
  return writeNpz({ x: places.length === 1 ? places[0] : stack(places, 1), mean: tensor(mean), std: tensor(std) });
}
