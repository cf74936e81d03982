import { generator } from "@wengert/random";
import { expect, test } from "vitest";
import { digestOfDraws, recorded } from "./recorded.ts";

test("a seed gives the numbers that it gave when this test was written", async () => {
  expect(generator(20260101).uniform([2]).toArray()).toEqual([0.21089171709716648, 0.539692496220567]);
  expect(await digestOfDraws()).toBe(recorded);
});
