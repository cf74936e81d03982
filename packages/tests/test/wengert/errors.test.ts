import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as wengert from "wengert";

/** Of packages that are installed by themselves. */
const apart = [
  "RuleCheckError",
  "BlasNotFoundError",
  "CaptureError",
  "FormulaError",
  "FileFormatError",
  "QueueConnectionError",
  "RefusedTaskError",
];

test("every class of errors that the guides name can be imported from wengert", () => {
  const guides = new URL("../../../../apps/docs/guides/", import.meta.url);
  const named = readdirSync(guides).flatMap((file) =>
    [...readFileSync(new URL(file, guides), "utf8").matchAll(/\b[A-Z][A-Za-z]+Error\b/g)].map(([name]) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  for (const name of new Set(named)) if (!apart.includes(name)) expect(wengert).toHaveProperty(name);
});

test("they are one family", () => {
  const errors = Object.entries(wengert).filter(([name]) => name.endsWith("Error"));
  expect(errors.length).toBeGreaterThan(15);
  for (const [, Class] of errors) {
    const { prototype } = Class as { prototype: object };
    expect(prototype instanceof wengert.WengertError).toBe(true);
  }
  expect(() => wengert.registerNode("x" as never, {} as never)).toThrow(wengert.ArgumentError);
});
