import { expect, test } from "vitest";
import { curveThrough, placesAfter } from "../src/process/places.ts";

test("ten years are 120 months, the last one ten years on", () => {
  const months = placesAfter(Float64Array.of(1958, 2020.25), 10);
  expect([months.length, months[0], months[11], months[119]]).toEqual([120, 2020.25 + 1 / 12, 2021.25, 2030.25]);
});

test("the horizon follows the record, whatever it is counted in", () => {
  for (const unit of [1, 1e12, 1e-9]) {
    const places = placesAfter(Float64Array.of(2 * unit, 3 * unit, 8 * unit));
    expect(places).toHaveLength(120);
    expect(places[119] / unit).toBeCloseTo(9, 12);
  }
});

test("a curve goes through every place, and between few of them smoothly", () => {
  const x = Float64Array.of(0, 1, 5);
  const curve = curveThrough(x);
  expect(curve.length).toBe(2 * 167 + 1);
  expect([curve[0], curve[167], curve[334]]).toEqual([0, 1, 5]);
  expect(curve.every((value, i) => i === 0 || value > curve[i - 1])).toBe(true);
  const many = Float64Array.from({ length: 600 }, (_, i) => i ** 2);
  expect(curveThrough(many)).toEqual(many);
});
