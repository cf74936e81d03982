// Builds the API reference of every public package, which the site serves under api/.
// Any warning (a link that leads nowhere, a name without docstring, an operation or error that no guide lists) is a failure.
import { rmSync } from "node:fs";
import { Application, Converter } from "typedoc";
import { unlisted } from "./lists.mjs";
import { options, out } from "./options.mjs";
import { describePackages, undocumented } from "./packages.mjs";
import { ShortRouter } from "./router.mjs";
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
  for (const problem of [...undocumented(project), ...unlisted(project)]) app.logger.warn(problem);
  app.validate(project);
  // A page that cannot be finished for a mistake elsewhere is still worth looking at.
  await app.generateDocs(project, out);
}
if (app.logger.hasWarnings() || app.logger.hasErrors()) process.exit(1);
