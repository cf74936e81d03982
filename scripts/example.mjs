// `npm run example -- NAME`: sets up if needed, then runs one of the programs in apps/examples; without a name, lists them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, install, root, run } from "./setup.mjs";

const folder = join(root, "apps", "examples");
const names = readdirSync(join(folder, "src")).map((file) => file.replace(/\.ts$/, ""));
const [name, ...others] = process.argv.slice(2);

/** The first sentence of a program, up to its colon. */
function about(program) {
  const text = readFileSync(join(folder, "src", `${program}.ts`), "utf8");
  return text
    .slice(7, text.indexOf("*/"))
    .replaceAll(/\s*\n \* ?/g, " ")
    .trim()
    .split(/(?<=\.) |: /)[0];
}

if (name === undefined || !names.includes(name) || others.length > 0) {
  const list = names.map((one) => `  ${one.padEnd(10)} ${about(one)}`).join("\n");
  if (name !== undefined) console.error(`there is no example "${[name, ...others].join(" ")}"`);
  (name === undefined ? console.log : console.error)(`npm run example -- NAME runs one of\n${list}`);
  process.exit(name === undefined ? 0 : 1);
}
install();
build("@wengert/examples");
run(join(folder, "dist", `${name}.js`), []);
