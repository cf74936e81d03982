/*
 * What needs no Redis: data on the wire, builds of modules, arguments and counts of a worker.
 */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ArgumentError } from "@wengert/array";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { buildOf, isChanged } from "../src/wire/build.ts";
import { blobsIn, pack, sha256, unpack } from "../src/wire/bytes.ts";
import { checkJob, checkTask } from "../src/wire/schema.ts";
import { help, optionsOf } from "../src/worker/command.ts";
import { Counter, meterHere } from "../src/worker/counts.ts";
import { statusLine } from "../src/worker/status.ts";

const folder = mkdtempSync(join(tmpdir(), "wengert-build-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("data on the wire", () => {
  const copy = (value: unknown): unknown => {
    const { body, blobs } = pack(value);
    const parsed: unknown = JSON.parse(body);
    expect(new Map([...blobs].map(([hash, { length }]) => [hash, length]))).toEqual(blobsIn(parsed));
    return unpack(parsed, (hash) => blobs.get(hash) as Uint8Array);
  };

  it("arrive as they were, with every bit", () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.bigInt(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, Number.NaN, -0, Number.POSITIVE_INFINITY),
      fc.float64Array({ maxLength: 300 }),
      fc.int32Array(),
      fc.uint8Array(),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$n", "$o", "__proto__")), tie("tree"), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(copy(value)).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
    const part = new Float64Array([1, 2, 3]).subarray(1);
    expect(copy({ part, map: new Map([["a", part]]), set: new Set([1]), none: [undefined] })).toStrictEqual({
      part: Float64Array.of(2, 3),
      map: new Map([["a", Float64Array.of(2, 3)]]),
      set: new Set([1]),
      none: [undefined],
    });
  });

  it("have large arrays by themselves, the same one once", () => {
    const large = new Float64Array(1000).fill(0.5);
    const { body, blobs } = pack([large, large.slice(), { large }]);
    expect([...blobs.keys()]).toEqual([sha256(new Uint8Array(large.buffer))]);
    expect(body.length).toBeLessThan(500);
  });

  it("are refused where they are malformed, and nothing in them is run", () => {
    const bytes = (): Uint8Array => new Uint8Array(3);
    for (const odd of [
      { $a: "f64", b: "AAAA" },
      { $a: "toString", b: "" },
      { $a: "f64", h: "x", n: 3 },
      { $x: 1 },
      { $o: [1] },
    ]) {
      expect(() => unpack(odd, bytes)).toThrowError(/malformed/);
    }
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => pack(loop)).toThrowError(/a part of itself/);
    const odd = unpack(JSON.parse('{"__proto__": {"polluted": 1}}'), bytes) as object;
    expect(Object.keys(odd)).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });

  it("are checked by a schema, whose message does not repeat them", () => {
    const good = { protocol: 1, version: "0.1.0", module: "m.mjs", name: "f", build: "0".repeat(64), body: "{}" };
    expect(checkJob(good)).toEqual(good);
    for (const [wrong, where] of [
      [{ build: "hunter2" }, "build"],
      [{ body: 7 }, "body"],
      [{ name: "" }, "name"],
      [{ module: "hunter2".repeat(100) }, "module"],
      [{ eval: "hunter2" }, "eval"],
    ] as const) {
      expect(checkJob({ ...good, ...wrong })).toContain(where);
      expect(checkJob({ ...good, ...wrong })).not.toContain("hunter2");
    }
    expect(checkJob(null)).toContain("the whole");
    const task = { kind: "call", module: "m", name: "f", index: 0, input: 1 };
    expect(checkTask(task)).toEqual(task);
    for (const wrong of [{ kind: "eval" }, { index: -1 }, { index: 0.5 }, { name: 1 }, { code: "" }]) {
      expect(typeof checkTask({ ...task, ...wrong })).toBe("string");
    }
  });
});

describe("a build", () => {
  const write = (place: string, files: Record<string, string>): string => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, place, name);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, text);
    }
    return join(folder, place, "main.mjs");
  };
  const files = {
    "main.mjs":
      'import { a } from "./lib/a.mjs";\nimport "node:fs";\nexport const f = () => a;\nexport const later = () => import("./b.mjs");',
    "lib/a.mjs": 'import { dep } from "dep";\nexport const a = dep;',
    "b.mjs": "export const b = 1;",
    "node_modules/dep/package.json": '{"name": "dep", "version": "1.0.0", "exports": "./index.js"}',
    "node_modules/dep/index.js": "exports.dep = 1;",
  };

  it("is that of a module and all files that it imports, whatever folder they are in", async () => {
    const one = await buildOf(write("one", files));
    const two = await buildOf(pathToFileURL(write("two", files)).href);
    expect(two.hash).toBe(one.hash);
    expect(one.name).toBe("main.mjs");
    expect([...one.files.keys()].map((file) => file.slice(folder.length + 5)).sort()).toEqual([
      "b.mjs",
      "lib/a.mjs",
      "main.mjs",
    ]);
    for (const [name, text] of [
      ["lib/a.mjs", 'import { dep } from "dep";\nexport const a = dep + 1;'],
      ["b.mjs", "export const b = 2;"],
      ["node_modules/dep/package.json", '{"name": "dep", "version": "1.0.1", "exports": "./index.js"}'],
    ] as const) {
      expect((await buildOf(write("three", { ...files, [name]: text }))).hash).not.toBe(one.hash);
    }
    // Packages count by their version.
    const patched = { ...files, "node_modules/dep/index.js": "exports.dep = 1; // patched" };
    expect((await buildOf(write("three", patched))).hash).toBe(one.hash);
  });

  it("counts files by other names: of package.json, of TypeScript, and in require", async () => {
    const more = {
      "main.mjs": [
        'import { a } from "#inside/a";',
        'import { dep } from "#outside";',
        'import { s } from "./s.ts";',
        'import { self } from "itself/self";',
        'import { createRequire } from "node:module";',
        "const require = createRequire(import.meta.url);",
        'export const f = () => [a, dep, s, self, require("./c.cjs"), require("fs"), require("#inside/r")];',
        '// as in require("./gone.cjs")',
      ].join("\n"),
      // Without a version, as that of an app.
      "package.json": JSON.stringify({
        name: "itself",
        type: "module",
        imports: { "#inside/*": "./inside/*.cjs", "#outside": "dep" },
        exports: { "./self": "./self.mjs" },
      }),
      "inside/a.cjs": "exports.a = 1;",
      "inside/r.cjs": "exports.r = 1;",
      "self.mjs": "export const self = 1;",
      "s.ts": [
        'import type { Gone } from "./gone.ts";',
        'import { t } from "./t.js";',
        'import { u } from "./u";',
        "export const s = <T extends Gone>(x: T): number => (x, t, u);",
      ].join("\n"),
      "t.ts": "export const t: number = 1;",
      "u/index.ts": "export const u: number = 1;",
      "c.cjs": 'const d = require("./d"); module.exports = [d, require("dep"), require("./e.json")];',
      "d/index.js": "module.exports = 1;",
      "e.json": "[1]",
      "node_modules/dep/package.json": files["node_modules/dep/package.json"],
      "node_modules/dep/index.js": files["node_modules/dep/index.js"],
    };
    const one = await buildOf(write("more", more));
    const counted = Object.keys(more).filter((name) => !/^node_modules|package.json$/.test(name));
    const found = Array.from(one.files.keys(), (file) =>
      file.slice(join(folder, "more").length + 1).replaceAll("\\", "/"),
    );
    expect(found.sort()).toEqual(counted.sort());
    for (const name of counted.filter((name) => name !== "main.mjs")) {
      const text = name.endsWith("json") ? "[2]" : `${more[name as keyof typeof more]} // changed`;
      expect((await buildOf(write("changed", { ...more, [name]: text }))).hash, name).not.toBe(one.hash);
    }
    const newer = {
      ...more,
      "node_modules/dep/package.json": '{"name": "dep", "version": "1.0.1", "exports": "./index.js"}',
    };
    expect((await buildOf(write("changed", newer))).hash).not.toBe(one.hash);
    await expect(buildOf(write("lost", { "main.mjs": 'import "./lost.ts";' }))).rejects.toThrowError("lost.ts");
  });

  it("notices that a file was changed since", async () => {
    const build = await buildOf(write("four", files));
    expect(isChanged(build)).toBe(false);
    utimesSync(join(folder, "four", "b.mjs"), new Date(), new Date(Date.now() + 5000));
    expect(isChanged(build)).toBe(true);
  });

  it("of a package has its name", async () => {
    const { name, url } = await buildOf("fast-check");
    expect(name).toBe("fast-check");
    expect(url).toMatch(/^file:.*fast-check/);
    for (const none of ["./nowhere.mjs", "no-such-package", "https://host/f.js", "data:text/javascript,1"]) {
      await expect(buildOf(none)).rejects.toThrowError(ArgumentError);
    }
  }, 20_000);
});

describe("the command", () => {
  const secret = "rediss://me:hunter2@host:6380/1";

  it("takes options by arguments, and the address by the environment", () => {
    const args =
      "--module ./a.mjs --module b --concurrency 4 --queue q --time-limit 1.5 --lock 2 --max-lost 3 --max-bytes 9";
    expect(optionsOf(args.split(" "), { WENGERT_REDIS: secret })).toEqual({
      connection: secret,
      modules: ["./a.mjs", "b"],
      queue: "q",
      prefix: undefined,
      concurrency: 4,
      timeLimit: 1500,
      maxBytes: 9,
      lockDuration: 2000,
      maxLost: 3,
    });
    expect(optionsOf(["--help"], {})).toBeUndefined();
    expect(help).toContain("npx wengert-worker --redis");
  });

  it.each([
    [["--redis"], /--redis needs a value|must name/],
    [["--redis", secret], /--module must name at least one module/],
    [["--module", "a"], /--redis, or the variable WENGERT_REDIS/],
    [["--redis", secret, "--modul", "a"], /there is no argument --modul/],
    [["--redis", secret, "--module", "a", "--concurrency", "hunter2"], /--concurrency must be a number/],
    [[secret], /an argument has no name before it/],
  ])("refuses %# without a word of the address", (args, message) => {
    expect(() => optionsOf(args, {})).toThrowError(message);
    expect(() => optionsOf(args, {})).not.toThrowError(/hunter2/);
  });
});

describe("counts", () => {
  it("are metrics of OpenTelemetry where the program has it", async () => {
    const seen: unknown[] = [];
    const instrument = (name: string): object => ({
      add: (n: number, of: unknown) => seen.push([name, n, of]),
      record: (x: number, of: unknown) => seen.push([name, x >= 0, of]),
    });
    const meter = { createCounter: instrument, createUpDownCounter: instrument, createHistogram: instrument };
    const name = "@opentelemetry/api";
    const { metrics } = (await import(name)) as {
      metrics: { setGlobalMeterProvider(provider: object): void; disable(): void };
    };
    metrics.setGlobalMeterProvider({ getMeter: () => meter });
    const counter = new Counter(await meterHere());
    expect(await counter.during("m#f", async () => 5)).toBe(5);
    await expect(counter.during("m#f", () => Promise.reject(new Error("no")))).rejects.toThrowError("no");
    const [done, failed] = ["done", "failed"].map((outcome) => ({ task: "m#f", outcome }));
    expect(seen).toEqual([
      ["wengert.tasks.running", 1, undefined],
      ["wengert.tasks.running", -1, undefined],
      ["wengert.tasks", 1, done],
      ["wengert.task.duration", true, done],
      ["wengert.tasks.running", 1, undefined],
      ["wengert.tasks.running", -1, undefined],
      ["wengert.tasks", 1, failed],
      ["wengert.task.duration", true, failed],
    ]);
    const { meanTime, ...counts } = counter.counts;
    expect(counts).toEqual({ done: 1, failed: 1, running: 0 });
    expect(statusLine("host:1", { ...counts, meanTime: 31.25 }, 2)).toBe(
      "host:1  1 done · 1 failed · 0 running · 0.500/s · 31.3 ms a task",
    );
    expect(statusLine("host:1", { done: 0, failed: 0, running: 0, meanTime }, 0)).toContain("0.00/s");
    metrics.disable();
  });
});
