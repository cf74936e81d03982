// The documentation site; installs and builds what is missing first. `--pages` leaves the API reference as it was built.
import { build, install, run } from "./setup.mjs";

install();
build("./packages/*"); // the playground shows the packages' declarations
run("apps/docs/src/build.mjs", process.argv.slice(2));
