import { expect, test } from "vitest";
import { checksOf } from "../changed.mjs";

const names = (...files) => checksOf(files, "abc").map(([name]) => name);

test("nothing changed, nothing to check", () => {
  expect(names()).toEqual([]);
});

test("a page is linted, its snippets run, and its links are followed", () => {
  expect(names("apps/docs/guides/speed.md")).toEqual(["lint", "check:snippets", "site"]);
  expect(names("CONTRIBUTING.md")).toEqual(["lint", "check:snippets"]);
});

test("a source reaches its public face, its size and what depends on it", () => {
  expect(names("packages/ops/src/axes.ts")).toEqual([
    "lint",
    "build and types",
    "check:laws",
    "check:exports",
    "check:reading",
    "check:api",
    "check:sizes",
    "check:snippets",
    "tests",
  ]);
  const [build, tests] = ["build and types", "tests"].map((name) =>
    checksOf(["packages/ops/src/axes.ts"], "abc").find(([other]) => other === name),
  );
  expect(build).toContain("--filter=...[abc]");
  expect(tests).toContain("--changed=abc");
});

test("a name that is added is looked for in the lists of the guides", () => {
  expect(names("packages/ops/src/index.ts")).toContain("site");
});

test("a test of a package leaves the public face alone", () => {
  expect(names("packages/ops/test/axes.test.ts")).toEqual([
    "lint",
    "build and types",
    "check:laws",
    "check:exports",
    "tests",
  ]);
});

test("what everything depends on leaves nothing out", () => {
  const checks = checksOf(["vitest.config.ts"], "abc");
  expect(checks.map(([name]) => name)).toContain("check:api");
  expect(checks.find(([name]) => name === "tests")).toEqual(["tests", "vitest", "run"]);
  expect(checks.flat().some((argument) => argument.includes("abc"))).toBe(false);
});

test("a manifest or a changeset moves the next version", () => {
  expect(names(".changeset/loops.md")).toContain("check:release");
  expect(names("packages/ops/package.json")).toContain("check:release");
});
