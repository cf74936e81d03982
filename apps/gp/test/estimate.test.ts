import { expect, test } from "vitest";
import { param } from "wengert";
import { estimateFor } from "../src/process/estimate.ts";
import { sampleOf } from "../src/process/gp.ts";
import { noise, rbf, scaled, sum } from "../src/process/kernels.ts";

const kernel = sum({ signal: scaled(rbf), noise: scaled(noise) });
const theta = { signal: { variance: param(1), length: param(0.1) }, noise: { variance: param(0.1) } };
const estimate = (rows: number): string | undefined => {
  const x = Float64Array.from({ length: rows }, (_, i) => i / rows);
  return estimateFor(kernel, theta, sampleOf([x], x.map(Math.sin)));
};

test("a long fit is announced, with how to end it", () => {
  expect(estimate(1500)).toMatch(
    /^1500 rows: about \S+ (s|min) for an evaluation, .* \S+ (s|min|h) to \S+ (s|min|h); Ctrl-C ends it and keeps the best so far$/,
  );
});

test("a short one is not", () => expect(estimate(741)).toBeUndefined());
