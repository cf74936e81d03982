// What has to be checked when some files have changed.

/** Files that every test and every type depends on. */
const everything = /^(package\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|tsconfig[^/]*\.json|vitest\.config\.ts)$/;
const sources = /^packages\/[^/]+\/(src|package\.json)/;
const code = /^(packages|apps)\/.*(?<!\.md)$|^tsconfig/;
const site = /^apps\/docs\/|^packages\/[^/]+\/src\/index\.ts$/;
const prose = /\.md$/;

/**
 * The checks of changed files, as `[name, command, ...arguments]`.
 *
 * @param files - paths from the root of the repository
 * @param base - the commit since which they have changed
 */
export function checksOf(files, base) {
  const any = (pattern) => files.some((file) => pattern.test(file));
  const script = (name) => [name, "npm", "run", "--silent", name];
  const all = any(everything);
  if (files.length === 0) return [];
  const checks = [["lint", "biome", "ci", "--error-on-warnings", "."]];
  if (all || any(code)) {
    // Turbo adds those that depend on what changed.
    const scope = all ? [] : [`--filter=...[${base}]`];
    checks.push([
      "build and types",
      "turbo",
      "run",
      "build",
      "typecheck",
      "--continue",
      "--output-logs=errors-only",
      ...scope,
    ]);
    checks.push(script("check:laws"), script("check:exports"));
  }
  if (all || any(sources)) checks.push(script("check:reading"), script("check:api"), script("check:sizes"));
  if (all || any(sources) || any(prose)) checks.push(script("check:snippets"));
  // Its build finds links and anchors that lead nowhere, and operations that no guide lists.
  if (any(site)) checks.push(["site", "npm", "run", "--silent", "docs"]);
  if (any(/\/package\.json$|^\.changeset\//)) checks.push(script("check:release"));
  // Vitest follows the imports, so these are also the tests of what depends on what changed.
  const tests = all ? ["run"] : ["run", `--changed=${base}`, "--passWithNoTests"];
  if (all || any(code) || any(/^scripts\//)) checks.push(["tests", "vitest", ...tests]);
  return checks;
}
