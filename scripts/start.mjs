// `npm start`: sets up if needed, then fits a Gaussian process (apps/gp) with the arguments given after `--`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, install, root, run } from "./setup.mjs";
import { startOptions } from "./start-options.mjs";

/** npm keeps options written before `--` for itself, as npm_config_* variables, and passes the values on alone. */
function refuseSwallowedOptions() {
  if (process.env.npm_lifecycle_event !== "start") return;
  const swallowed = (name) => process.env[`npm_config_${name.replaceAll("-", "_")}`];
  const names = Object.keys(startOptions).filter(swallowed);
  if (names.length === 0) return;
  // npm reads `--x year` as a flag and a stray word, `--x=year` as an option with its value.
  const value = (name) => (startOptions[name] ? ` ${swallowed(name) === "true" ? "..." : swallowed(name)}` : "");
  const taken = names.map((name) => `--${name}`).join(", ");
  const written = names.map((name) => `--${name}${value(name)}`).join(" ");
  console.error(`npm kept ${taken} for itself. Options go after two dashes: npm start -- ${written}`);
  process.exit(1);
}

refuseSwallowedOptions();
install();
build("@wengert/gp-app");
const app = join(root, "apps", "gp");
const { bin } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));
// npm runs scripts in the package's folder; the user's own paths count from where the user is.
process.chdir(process.env.INIT_CWD ?? process.cwd());
run(join(app, Object.values(bin)[0]), process.argv.slice(2));
