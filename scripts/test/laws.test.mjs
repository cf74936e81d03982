import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import { describe, expect, test } from "vitest";
import { importLaws, reading } from "../import-laws.mjs";
import { memoryWords } from "../memory-words.mjs";

const laws = JSON.parse(readFileSync(new URL("../laws.json", import.meta.url), "utf8"));

/** What the laws say of a made-up house: files by path; each imports the given ones. */
async function violations(files) {
  const folder = mkdtempSync(join(tmpdir(), "wengert-laws-"));
  try {
    for (const [path, imports] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const up = "../".repeat(path.split("/").length - 1);
      writeFileSync(join(folder, path), imports.map((other) => `import "${up}${other}";\n`).join(""));
    }
    const entries = Object.keys(files).filter((path) => /src\/(index|author|library)\.ts$/.test(path));
    const { output } = await cruise(["packages"], {
      baseDir: folder,
      ruleSet: { forbidden: importLaws(laws, entries) },
      validate: true,
      ...reading,
    });
    expect(output.modules.map(({ source }) => source).sort()).toEqual(Object.keys(files).sort());
    return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("imports", () => {
  const engine = "packages/trace/src/index.ts";
  const ground = {
    "packages/array/src/index.ts": [],
    "packages/array/src/author.ts": [],
    "packages/array/src/shape.ts": [],
    [engine]: ["packages/array/src/index.ts"],
    "packages/rule/src/index.ts": [engine, "packages/array/src/index.ts"],
    "packages/rule/src/library.ts": [engine],
  };
  const doors = ["packages/rule/src/index.ts", "packages/rule/src/library.ts", "packages/array/src/author.ts"];

  test("an op goes through the author's doors, an interpreter to the engine", async () => {
    const house = {
      ...ground,
      "packages/ops/src/index.ts": doors,
      "packages/core/src/index.ts": [engine, "packages/ops/src/index.ts"],
    };
    expect(await violations(house)).toEqual([]);
  });

  test("what serves tests is imported by tests alone", async () => {
    const problems = "packages/problems/src/index.ts";
    const [source, beside] = ["packages/optim/src/index.ts", "packages/optim/test/bfgs.ts"];
    expect(await violations({ [problems]: [], [source]: [], [beside]: [problems] })).toEqual([]);
    const said = await violations({ [problems]: [], [source]: [problems] });
    expect(said).toEqual([`only tests and the bench import problems: ${source} → ${problems}`]);
  });

  test.each(["ops", "special", "linalg"])("%s does not import the engine", async (name) => {
    const file = `packages/${name}/src/index.ts`;
    const said = await violations({ ...ground, [file]: [...doors, engine] });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^${name} imports only .*: ${file} → ${engine}$`));
  });

  test("nor does anybody import what is behind a door, or in a circle", async () => {
    const file = "packages/ops/src/index.ts";
    expect(await violations({ ...ground, [file]: ["packages/array/src/shape.ts"] })).toEqual([
      `no deep imports: ${file} → packages/array/src/shape.ts`,
    ]);
    const circle = {
      "packages/tree/src/index.ts": ["packages/tree/src/a.ts"],
      "packages/tree/src/a.ts": ["packages/tree/src/index.ts"],
    };
    expect(await violations(circle)).toContainEqual(expect.stringMatching(/^no circles: /));
  });
});

describe("words of memory", () => {
  const found = (text) => memoryWords(text, laws.memory).map(({ line, word }) => `${line} ${word}`);

  test("are found alone and inside of names", () => {
    expect(found("const a = 1;\n// Lent until the tape is closed.")).toEqual(["2 lent"]);
    expect(found("if (!isLending()) withArena(f);")).toEqual(["1 lending"]);
    expect(found("  transient: true,\n  readonly #loans = 3;")).toEqual(["1 transient", "2 loans"]);
    expect(found("const arenaSize = LENDING_LIMIT;")).toEqual(["1 lending"]);
  });

  test("are not what merely looks like them", () => {
    expect(found("Source: Golub and Van Loan; Schreiber and Van Loan.")).toEqual([]);
    expect(
      found("held: [l], where the comparison holds, silent, excellent, blend, calendar; drop it and keep y"),
    ).toEqual([]);
  });
});
