// `npm run coverage`: which lines of the published packages the unit tests run. The report is in coverage/, line by line; fewer
// than the threshold of vitest.config.ts is a failure. It takes about twice as long as the tests, so .ci/run leaves it out.
import { join } from "node:path";
import { install, root, run } from "./setup.mjs";

install();
process.chdir(root);
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
run(vitest, ["run", "--coverage", "--project", "packages*", "--project", "linalg*", ...process.argv.slice(2)]);
