// `npm run bench`: sets up if needed, then measures Wengert beside its peers (apps/bench); options go after `--`.
import { join } from "node:path";
import { build, install, root, run } from "./setup.mjs";

const swallowed = ["only", "quick"].filter((name) => process.env[`npm_config_${name}`]);
if (swallowed.length > 0) {
  const names = swallowed.map((name) => `--${name}`).join(" and ");
  console.error(
    `npm kept ${names} for itself. Options go after two dashes: npm run bench -- --quick --only gemm,scalar`,
  );
  process.exit(1);
}
install();
build("@wengert/bench");
run(join(root, "apps", "bench", "dist", "cli.js"), process.argv.slice(2));
