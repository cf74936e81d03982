// `npm run studio`: sets up if needed, builds the studio (apps/studio) and serves it. Options after `--` are those of
// `vite preview`, such as `--port 8080`.
import { join } from "node:path";
import { build, install, root, run } from "./setup.mjs";

install();
build("@wengert/studio");
const app = join(root, "apps", "studio");
process.chdir(app);
run(join(app, "node_modules", "vite", "bin", "vite.js"), ["preview", ...process.argv.slice(2)]);
