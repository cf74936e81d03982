// What each public package exports, read by the TypeScript compiler from its sources. TypeScript 7 has no JavaScript
// API; 5.9 reads the same sources.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript-5.9";
import { root } from "./setup.mjs";

export const publicPackages = readdirSync(join(root, "packages"))
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")) }))
  .filter((manifest) => !manifest.private)
  .map(({ folder, name, version }) => ({ folder, name, version }));

/**
 * One row per exported name of one package's index:
 * `{name, package, own, file, documented, kind}`, where `own` is false for re-exports of another package's names.
 */
export function exportedNames() {
  const index = (folder) => join(root, "packages", folder, "src", "index.ts");
  const { options } = ts.parseJsonConfigFileContent(
    { extends: "./tsconfig.base.json", files: [], compilerOptions: { types: ["node"], lib: ["ES2023", "DOM"] } },
    ts.sys,
    root,
  );
  const program = ts.createProgram(
    publicPackages.map(({ folder }) => index(folder)),
    options,
  );
  const checker = program.getTypeChecker();
  return publicPackages.flatMap(({ folder, name: packageName }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(index(folder)));
    return (module ? checker.getExportsOfModule(module) : []).map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const file = relative(root, target.declarations?.[0]?.getSourceFile().fileName ?? "unresolved");
      return {
        name: symbol.name,
        package: packageName,
        own: file.startsWith(join("packages", folder, "src")),
        file,
        documented: target.getDocumentationComment(checker).length > 0,
        isValue: (target.flags & ts.SymbolFlags.Value) !== 0,
      };
    });
  });
}
