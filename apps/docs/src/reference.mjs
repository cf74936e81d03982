// Builds the API reference of every public package, which the site serves under api/.
// Any warning (a link that leads nowhere, a name without docstring, an operation or error that no guide lists) is a failure.
import { copyFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Application, Converter } from "typedoc";
import { unlisted } from "./lists.mjs";
import { options, out } from "./options.mjs";
import { describePackages, undocumented } from "./packages.mjs";
import { ShortRouter } from "./router.mjs";
import { linkExamples } from "./shownby.mjs";
import { keepConstraints, linkThrows, showConstantsAsFunctions, simplifyErrors } from "./signatures.mjs";

showConstantsAsFunctions();
const app = await Application.bootstrap(options);
app.renderer.defineRouter("short", ShortRouter);
keepConstraints(app.converter);
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  describePackages(project);
  linkThrows(project);
  simplifyErrors(project);
});

rmSync(out, { recursive: true, force: true });
const project = await app.convert();
if (project !== undefined) {
  for (const problem of [...undocumented(project), ...unlisted(project), ...linkExamples(project)])
    app.logger.warn(problem);
  app.validate(project);
  // A page that cannot be finished for a mistake elsewhere is still worth looking at.
  await app.generateDocs(project, out);
  copyFonts(join(out, "assets"));
}
if (app.logger.hasWarnings() || app.logger.hasErrors()) process.exit(1);

/** The fonts of the other pages, as site.css names them. */
function copyFonts(/** @type {string} */ folder) {
  const { resolve } = createRequire(import.meta.url);
  for (const font of ["sans-latin-400", "sans-latin-600", "serif-latin-600", "mono-latin-400"]) {
    const [family] = font.split("-");
    const file = `ibm-plex-${font}-normal.woff2`;
    copyFileSync(resolve(`@fontsource/ibm-plex-${family}/files/${file}`), join(folder, file));
  }
}
