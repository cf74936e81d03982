// TypeScript itself, in a worker: types, completion and mistakes of the program in the editor.
import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import { createWorker } from "@valtown/codemirror-ts/worker";
import { expose } from "comlink";
import ts from "typescript";
import ambient from "./ambient.txt?raw";

type Texts = Record<string, string>;
const libraries: Texts = import.meta.glob("../../node_modules/typescript/lib/lib.{es5,es20*,decorators*}.d.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const declarations: Texts = import.meta.glob(
  [
    "../../../../packages/*/dist/**/*.d.ts",
    "../../../../packages/*/package.json",
    "!**/packages/{blas,queue,tests}/**",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** The files that the compiler sees, by their paths: the language, the packages, the playground's own names. */
function files(): Map<string, string> {
  const found = new Map([["/globals.d.ts", ambient]]);
  for (const [path, text] of Object.entries(libraries)) found.set(`/${path.split("/").at(-1)}`, text);
  for (const [path, text] of Object.entries(declarations)) {
    const [, folder, rest] = /packages\/([^/]+)\/(.*)$/.exec(path) ?? [];
    const name = folder === "wengert" ? "wengert" : `@wengert/${folder}`;
    found.set(`/node_modules/${name}/${rest}`, text);
  }
  return found;
}

expose(
  createWorker(() =>
    createVirtualTypeScriptEnvironment(createSystem(files()), ["/globals.d.ts"], ts, {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: ["lib.es2023.d.ts"],
      types: [],
      strict: true,
      skipLibCheck: true,
    }),
  ),
);
