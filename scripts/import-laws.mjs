// The import laws as rules of dependency-cruiser. `check-laws.mjs` applies them to the house, the tests to a made-up one.

/** One forbidden direction: modules whose path matches `from` must not reach modules whose path matches `to`. */
const forbid = (name, from, to) => ({ name, severity: "error", from, to });
const anyOf = (names) => `(${names.join("|") || "-"})`;
const house = "^(packages|apps)/([^/]+)/";

/**
 * @param laws - the content of laws.json
 * @param entries - the source files that other packages may import, as paths from the root
 */
export function importLaws(laws, entries) {
  const forTests = Object.keys(laws.forTests);
  const doors = entries.map((path) => `^${path.replaceAll(".", "\\.")}$`);
  return [
    forbid("no circles", {}, { circular: true }),
    forbid("no deep imports", { path: house }, { path: "^(packages|apps)/", pathNot: [...doors, "^$1/$2/"] }),
    forbid("sources do not import tests", { path: `${house}src/` }, { path: `${house}(test|browser)/` }),
    forbid(
      "nothing imports apps or packages/tests",
      { path: house },
      { path: "^(apps|packages/tests)/", pathNot: [...laws.appEntries.map((path) => `^${path}$`), "^$1/$2/"] },
    ),
    forbid(
      `only tests and the bench import ${forTests.join(", ")}`,
      { path: "^(packages|apps)/[^/]+/src/", pathNot: `^(packages/${anyOf(forTests)}|apps/bench)/` },
      { path: `^packages/${anyOf(forTests)}/` },
    ),
    forbid("imports resolve", {}, { couldNotResolve: true }),
    forbid(
      "imports are declared in package.json",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "/node_modules/(vitest|fast-check)/" },
    ),
    forbid(
      "sources use dependencies alone, not what serves development",
      { path: "^packages/[^/]+/src/" },
      { dependencyTypes: ["npm-no-pkg", "npm-dev"], pathNot: "^packages/" },
    ),
    forbid(
      "no Node built-ins in what also runs in browsers",
      { path: "^packages/[^/]+/src/", pathNot: `^packages/${anyOf(laws.nodeBuiltins)}/` },
      { dependencyTypes: ["core"] },
    ),
    ...Object.entries({ ...laws.packages, ...laws.forTests }).map(([name, allowed]) =>
      forbid(
        `${name} imports only ${allowed.join(", ") || "nothing"}`,
        { path: `^packages/${name}/` },
        { path: "^packages/", pathNot: `^packages/${anyOf([name, ...allowed, ...forTests])}/` },
      ),
    ),
    ...laws.onlyIn.map(({ from, to, files }) =>
      forbid(
        `in ${from}, ${to.join(", ")} only in ${files.join(", ")}`,
        { path: `^packages/${from}/src/`, pathNot: `/${anyOf(files)}\\.ts$` },
        { path: `^packages/${anyOf(to)}/` },
      ),
    ),
  ];
}

/** The rest of what `cruise` is told: how the sources are read. */
export const reading = {
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  exclude: { path: "^(packages|apps)/[^/]+/(dist|public|assembly|\\.snippets)/" },
};

/** How imports are resolved: to sources, as in the tests. */
export const resolving = {
  exportsFields: ["exports"],
  conditionNames: ["@wengert/source", "types", "import", "node", "default"],
};
