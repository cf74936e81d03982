import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArgumentError, tensor } from "@wengert/array";
import {
  decodeTree,
  encodeTree,
  FileFormatError,
  readNpz,
  readSafetensors,
  writeNpz,
  writeSafetensors,
} from "@wengert/io";
import { load, save } from "@wengert/io/node";
import { bounded, type Constraint, type Param, param, positive } from "@wengert/params";
import { TreeMismatchError } from "@wengert/tree";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";

const makeModel = (length = 0.3) => {
  const shared = param(tensor([0.1, 7]), { constraint: bounded(0, 9), name: "shared" });
  return {
    kernel: { length: param(length, positive()), shared },
    noise: param(1e-15, { trainable: false }),
    again: [shared, Number.NaN, -0, tensor([[1, 2]])],
    "a.b": { text: "rbf", on: true, none: null, missing: undefined, big: 12n },
  };
};

describe.each(["safetensors", "npz"] as const)("trees in %s", (format) => {
  it("come back with constraints, freezing, names, statics and what is shared", () => {
    const model = makeModel();
    const bytes = encodeTree(model, { format });
    const back = decodeTree<typeof model>(bytes);
    expect(back.kernel.length.value).toBe(model.kernel.length.value);
    expect(back.kernel.length.constraint?.name).toBe("positive");
    expect(JSON.stringify(back.kernel)).toBe(JSON.stringify(model.kernel));
    expect(back.again[0]).toBe(back.kernel.shared);
    expect(back.kernel.shared.name).toBe("shared");
    expect(back.noise.trainable).toBe(false);
    expect(back.again.slice(1, 3)).toEqual([Number.NaN, -0]);
    expect(back["a.b"]).toEqual(model["a.b"]);
    expect("missing" in back["a.b"]).toBe(true);
  });

  it("go into a model of the program, all or nothing", () => {
    const own: Constraint = { ...positive(), name: "mine" };
    const make = (value: number) => ({
      x: param(value, own),
      rest: param(tensor([value, 2])),
      data: tensor([1]),
      f: Math.exp,
    });
    const bytes = encodeTree(make(0.25), { format });
    expect(() => decodeTree(bytes)).toThrow(/cannot be made again|only the program can make/);
    const model = make(9);
    expect(decodeTree(bytes, { into: model })).toBe(model);
    expect(model.x.value).toBe(0.25);
    const other = { x: param(1), rest: param(3) };
    expect(() => decodeTree(bytes, { into: other })).toThrow(TreeMismatchError);
    expect(other.x.value).toBe(1);
  });

  it("arrays are named by their paths", () => {
    const bytes = encodeTree({ a: [param(2)], "b c": 3 }, { format });
    const arrays = format === "npz" ? readNpz(bytes) : readSafetensors(bytes).tensors;
    expect(Object.keys(arrays)).toEqual(["a[0]", '["b c"]']);
    expect((decodeTree(encodeTree(param(5), { format })) as Param).value).toBe(5);
    expect(decodeTree(encodeTree(5, { format }))).toBe(5);
  });

  it("files of other programs go by the names of their arrays", () => {
    const write = format === "npz" ? writeNpz : writeSafetensors;
    const bytes = write({ "kernel.length": 2, offset: tensor([1, 2]) });
    const model = { kernel: { length: param(1, positive()) }, offset: param(tensor([0, 0])) };
    decodeTree(bytes, { into: model });
    expect(model.kernel.length.value).toBe(2);
    expect(model.offset.value.toArray()).toEqual([1, 2]);
    expect(Object.keys(decodeTree(bytes) as object)).toEqual(["kernel.length", "offset"]);
  });

  it("a class with tagged fields is a model, which the program makes", () => {
    class Model {
      readonly scale = param(3);
    }
    const bytes = encodeTree({ m: new Model() }, { format });
    expect(() => decodeTree(bytes)).toThrow(/m is .*only the program can make/);
    const model = { m: new Model() };
    decodeTree(bytes, { into: model });
    expect(model.m.scale.value).toBe(3);
  });

  it("what no file holds is refused by its path", () => {
    expect(() => encodeTree({ a: { b: new Map() } }, { format })).toThrow(/a\.b is/);
    expect(() => encodeTree({ a: new Float64Array(2) }, { format })).toThrow(ArgumentError);
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    expect(() => encodeTree(cyclic, { format })).toThrow(/contains itself/);
  });
});

describe("damaged descriptions", () => {
  const text = readSafetensors(encodeTree(makeModel())).metadata["wengert"];
  const { tensors } = readSafetensors(encodeTree(makeModel()));
  it("give a tree or the named error", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(20), fc.string({ maxLength: 5 }), (at, cut, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + cut);
        try {
          decodeTree(writeSafetensors(tensors, { metadata: { wengert: changed } }));
        } catch (error) {
          if (!(error instanceof FileFormatError || error instanceof ArgumentError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    expect(({} as Record<string, unknown>)["text"]).toBeUndefined();
  });
  it.each([
    '{"kind":"object","children":[["__proto__",{"kind":"undefined"}]]}',
    '{"kind":"object","children":[["a",{"kind":"undefined"}],["a",{"kind":"undefined"}]]}',
    '{"kind":"tensor","array":"constructor"}',
    '{"kind":"same","as":"nowhere"}',
    `${'{"kind":"array","children":['.repeat(600)}${"]}".repeat(600)}`,
    "null",
  ])("%.60s", (tree) => {
    const metadata = { wengert: `{"format":"wengert-tree","version":1,"tree":${tree}}` };
    expect(() => decodeTree(writeSafetensors({}, { metadata }))).toThrow(FileFormatError);
  });
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "wengert-io-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["model.npz", "model.safetensors"])("%s is saved and loaded, and nothing stays beside it", async (name) => {
    const path = join(folder, name);
    await save(path, { a: 1 });
    await save(path, makeModel(0.7));
    const model = makeModel();
    await load(path, { into: model });
    expect(model.kernel.length.value).toBe(0.7);
    expect((await load<ReturnType<typeof makeModel>>(path)).noise.value).toBe(1e-15);
    expect(readdirSync(folder).filter((file) => file.endsWith(".tmp"))).toEqual([]);
    await expect(load(path, { maxBytes: 8 })).rejects.toThrow(FileFormatError);
  });

  it("a failure leaves the old file and nothing beside it", async () => {
    const path = join(folder, "kept.npz");
    await save(path, { a: 1 });
    const old = readFileSync(path);
    await expect(save(path, { a: new Map() })).rejects.toThrow(ArgumentError);
    await expect(save(join(folder, "kept.npz", "below.npz"), { a: 1 })).rejects.toThrow();
    await expect(save(join(folder, "kept.txt"), { a: 1 })).rejects.toThrow(/must end in/);
    expect(readFileSync(path)).toEqual(old);
    // A folder of the name is in the way of the last step, the renaming.
    const taken = mkdtempSync(join(folder, "taken-"));
    const inTheWay = `${taken}/x.npz`;
    await save(inTheWay, 1);
    rmSync(inTheWay);
    mkdirSync(inTheWay);
    writeFileSync(join(inTheWay, "file"), "");
    await expect(save(inTheWay, 2)).rejects.toThrow();
    expect(readdirSync(taken)).toEqual(["x.npz"]);
  });

  it("a link stays a link, and permissions stay", async () => {
    const path = join(folder, "real.npz");
    await save(path, 1);
    chmodSync(path, 0o620);
    symlinkSync(path, join(folder, "link.npz"));
    await save(join(folder, "link.npz"), 2);
    expect(await load(path)).toBe(2);
    expect(statSync(path).mode & 0o777).toBe(0o620);
  });
});
