// What each public package exports, read by the TypeScript compiler from its sources. TypeScript 7 has no JavaScript
// API; 5.9 reads the same sources.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript-5.9";
import { root } from "./setup.mjs";

export const publicPackages = readdirSync(join(root, "packages"))
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")) }))
  .filter((manifest) => !manifest.private)
  .map(({ folder, name, version, exports }) => ({ folder, name, version, entries: entriesOf(folder, name, exports) }));

/** What can be imported of a package, its main entry first: `{specifier, source}`. */
function entriesOf(folder, name, exports) {
  return Object.entries(exports)
    .filter(([, target]) => target["@wengert/source"] !== undefined)
    .map(([entry, target]) => ({
      specifier: join(name, entry),
      source: join(root, "packages", folder, target["@wengert/source"]),
    }));
}

/**
 * One row per exported name of each entry of each package, but not again for what a package's earlier entries export:
 * `{name, package, specifier, own, file, documented, callable, hasExample, isValue}`, where `own` is false for re-exports of another package's
 * names.
 */
export function exportedNames() {
  const { options } = ts.parseJsonConfigFileContent(
    { extends: "./tsconfig.base.json", files: [], compilerOptions: { types: ["node"], lib: ["ES2023", "DOM"] } },
    ts.sys,
    root,
  );
  const sources = publicPackages.flatMap(({ entries }) => entries.map(({ source }) => source));
  const program = ts.createProgram(sources, options);
  const checker = program.getTypeChecker();
  return publicPackages.flatMap(({ folder, name: packageName, entries }) => {
    const before = new Set();
    return entries.flatMap(({ specifier, source }) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(source));
      const rows = (module ? checker.getExportsOfModule(module) : []).map((symbol) => {
        const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        const file = relative(root, target.declarations?.[0]?.getSourceFile().fileName ?? "unresolved");
        return {
          name: symbol.name,
          package: packageName,
          specifier,
          own: file.startsWith(join("packages", folder, "src")),
          file,
          documented: target.getDocumentationComment(checker).length > 0,
          // What is called has an example; a type or an error is shown by what uses it.
          callable: target.declarations?.some((one) => isCalled(checker, one)) ?? false,
          hasExample: target.getJsDocTags(checker).some((tag) => tag.name === "example"),
          isValue: (target.flags & ts.SymbolFlags.Value) !== 0,
        };
      });
      const known = ({ name, file }) => before.has(`${name} ${file}`);
      const added = rows.filter((row) => !known(row));
      for (const { name, file } of added) before.add(`${name} ${file}`);
      return added;
    });
  });
}

/** Whether a declaration is a function, or a constant that is one. */
function isCalled(checker, declaration) {
  if (ts.isFunctionDeclaration(declaration)) return true;
  return ts.isVariableDeclaration(declaration) && checker.getTypeAtLocation(declaration).getCallSignatures().length > 0;
}
