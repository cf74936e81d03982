import { describe, expect, test } from "vitest";
import { interpolated, type MapView, moved, placeAt, sharesOf, zoomed } from "../src/plots/mapview.ts";

const whole: MapView = { x: [100, 300], y: [-5, 5] };

describe("the part of a map that is shown", () => {
  test("a zoom keeps the place that it is about, and never leaves the whole", () => {
    const about = [0.25, 0.8] as const;
    const closer = zoomed(whole, whole, 0.5, about);
    expect(closer.x[1] - closer.x[0]).toBeCloseTo(100, 12);
    expect(placeAt(closer, about)).toEqual(placeAt(whole, about));
    expect(zoomed(closer, whole, 8, about)).toEqual(whole);
    let deep = whole;
    for (let i = 0; i < 200; i++) deep = zoomed(deep, whole, 0.5, about);
    expect((deep.x[1] - deep.x[0]) / 0.2).toBeCloseTo(1, 9);
  });

  test("a move keeps the width, and ends at the edge", () => {
    const part: MapView = { x: [100, 150], y: [0, 2] };
    const right = moved(part, whole, 0.5, -1);
    expect([right.x, right.y]).toEqual([
      [125, 175],
      [-2, 0],
    ]);
    expect(moved(part, whole, 99, 99)).toEqual({ x: [250, 300], y: [3, 5] });
    expect(moved(part, whole, -1, 0).x).toEqual([100, 150]);
  });

  test("places are shares and back", () => {
    const [u, v] = sharesOf(whole, [150, 0]);
    expect([u, v]).toEqual([0.25, 0.5]);
    expect(placeAt(whole, [u, v])).toEqual([150, 0]);
  });

  test("a value between places of a grid is that of a plane through them; there is none outside", () => {
    const side = 5;
    const plane = (u: number, v: number): number => 3 + 2 * u - 7 * v;
    const values = Float64Array.from({ length: side ** 2 }, (_, k) => plane((k % side) / 4, Math.floor(k / side) / 4));
    for (const [u, v] of [
      [0, 0],
      [1, 1],
      [0.13, 0.77],
      [0.5, 1],
    ] as const) {
      expect(interpolated(values, side, [u, v])).toBeCloseTo(plane(u, v), 12);
    }
    expect(interpolated(values, side, [1.01, 0.5])).toBeUndefined();
    expect(interpolated(values, side, [0.5, Number.NaN])).toBeUndefined();
  });
});
