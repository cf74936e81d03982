// What publint (strict) and arethetypeswrong (its profile for packages that are modules only) say of a tarball.
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** Ways of resolving that packages of modules alone do not serve: that of Node 10, and `require`. */
const ignored = ["node10", "node16-cjs"];

/** Returns the problems of one tarball. */
export async function lintPacked(name, file) {
  const bytes = new Uint8Array(readFileSync(file));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const said = messages
    .filter(({ type }) => type !== "suggestion")
    .map((message) => `publint ${name}: ${formatMessage(message, pkg, { color: false })}`);
  const analysis = await checkPackage(createPackageFromTarballData(bytes));
  if (!analysis.types) return [...said, `attw ${name}: the package has no types`];
  const types = analysis.problems.filter((problem) => !ignored.includes(problem.resolutionKind));
  return [...said, ...types.map((problem) => `attw ${name}: ${JSON.stringify(problem)}`)];
}
