// The packed packages on every runtime that users have: the consumer, and each entry of each package, on this Node, on Node 22 to
// 26, Deno and Bun. Their programs come from the npm registry, for Linux on x64; elsewhere this Node alone is tried.
// It is no part of .ci/run, because 600 MB would be fetched each time; a job of the workflow runs it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publicPackages } from "./exported-names.mjs";
import { installPacked, pack } from "./packed/install.mjs";
import { end, problems, tool } from "./packed/run.mjs";
import { checkConsumerTypes } from "./packed/types.mjs";
import { build, install, root } from "./setup.mjs";

install();
build("./packages/*");

/** Runtimes by name: a program and the arguments that come before a file. */
function runtimes(folder) {
  const found = { [`this Node (${process.versions.node})`]: [process.execPath, []] };
  if (process.platform !== "linux" || process.arch !== "x64") return found;
  const wanted = JSON.parse(readFileSync(join(root, "scripts", "packed", "runtimes.json"), "utf8"));
  const home = join(folder, "runtimes");
  mkdirSync(home);
  const dependencies = Object.entries(wanted).map(([name, { package: from, version }]) => [
    name,
    `npm:${from}@${version}`,
  ]);
  writeFileSync(
    join(home, "package.json"),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(dependencies) }),
  );
  const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
  if (tool("npm install of the runtimes", "npm", npm, home) === undefined) return found;
  for (const [name, { file, arguments: before = [] }] of Object.entries(wanted))
    found[name] = [join(home, "node_modules", name, file), before];
  return found;
}

const packed = pack();
const tried = [];
if (installPacked(packed)) {
  const { folder } = packed;
  problems.push(...checkConsumerTypes(folder)); // emits dist/consumer.js
  const entries = publicPackages.flatMap((one) => one.entries.map(({ specifier }) => specifier));
  writeFileSync(join(folder, "imports.mjs"), entries.map((one) => `await import("${one}");\n`).join(""));
  for (const [name, [program, before]] of Object.entries(runtimes(folder))) {
    for (const file of ["dist/consumer.js", "imports.mjs"])
      tool(`${name}: ${file}`, program, [...before, file], folder);
    tried.push(`${name} ${(tool(`${name}: its version`, program, ["--version"], folder) ?? "").split("\n")[0]}`);
  }
}
end(`runtimes: ${tried.join(", ")}`);
