// The packages that a program in the playground can import: all of the public ones that run in browsers.

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { readonly "@wengert/source"?: string } | string>>;
}

// The patterns must be literals. What needs Node (koffi, Redis, files) is left out.
const manifests: Record<string, Manifest> = import.meta.glob(
  ["../../../../packages/*/package.json", "!**/packages/{blas,queue,tests}/package.json"],
  { eager: true, import: "default" },
);
const sources: Record<string, () => Promise<object>> = import.meta.glob([
  "../../../../packages/*/src/{index,author,library}.ts",
  "!**/packages/{blas,queue,tests}/**",
]);

/** Each entry of each package by what an import calls it. */
const entries: ReadonlyMap<string, () => Promise<object>> = new Map(
  Object.entries(manifests).flatMap(([path, { name, exports = {} }]) =>
    Object.entries(exports).flatMap(([entry, target]) => {
      const source = typeof target === "string" ? undefined : target["@wengert/source"];
      const load = source && sources[path.replace("package.json", source.slice(2))];
      return load ? [[name + entry.slice(1), load] as const] : [];
    }),
  ),
);

/** Loads what a program imports. An import of anything else is an error that says what there is. */
export async function load(names: readonly string[]): Promise<ReadonlyMap<string, object>> {
  const loaded = names.map(async (name) => {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new Error(`"${name}" cannot be imported here. There are ${[...entries.keys()].join(", ")}.`);
    return [name, await entry()] as const;
  });
  return new Map(await Promise.all(loaded));
}
