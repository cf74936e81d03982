// `npm test`: sets up if needed, then runs every unit test; arguments after `--` go to vitest.
import { join } from "node:path";
import { build, install, root, run } from "./setup.mjs";

install();
build("@wengert/gp-app", "@wengert/queue"); // their tests run the programs as users do
process.chdir(root);
run(join(root, "node_modules", "vitest", "vitest.mjs"), ["run", ...process.argv.slice(2)]);
