// The public face of each package as a file: packages/<package>/api/<entry>.api.md, one for each entry of its exports.
// A change of the face is then a change of a file, which a reviewer sees. `npm run check:api` compares the files with what
// the built declarations say; `npm run api` writes them anew.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { CompilerState, ConsoleMessageId, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { publicPackages } from "./exported-names.mjs";
import { build, root } from "./setup.mjs";

const update = process.argv.includes("--update");
const scratch = mkdtempSync(join(tmpdir(), "wengert-api-"));

/** One configuration for each entry that a published package has, in place of a file in each package. */
function configurations({ folder }) {
  const projectFolder = join(root, "packages", folder);
  const packageJsonFullPath = join(projectFolder, "package.json");
  const { publishConfig } = JSON.parse(readFileSync(packageJsonFullPath, "utf8"));
  return Object.entries(publishConfig.exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([entry, { types }]) =>
      ExtractorConfig.prepare({
        packageJsonFullPath,
        configObjectFullPath: undefined,
        configObject: {
          projectFolder,
          mainEntryPointFilePath: join(projectFolder, types),
          newlineKind: "lf",
          compiler: {
            overrideTsconfig: {
              extends: join(root, "tsconfig.build.json"),
              // The declarations of TypeScript itself use names of the DOM, which every program has in its own way.
              compilerOptions: { lib: ["ES2023", "DOM"], noEmit: true },
              files: [types],
            },
          },
          apiReport: {
            enabled: true,
            // A type that is not exported but used by what is belongs to the face too.
            includeForgottenExports: true,
            reportFileName: entry === "." ? "index" : entry.slice(2).replaceAll("/", "-"),
            reportFolder: join(projectFolder, "api"),
            reportTempFolder: join(scratch, folder),
          },
          docModel: { enabled: false },
          dtsRollup: { enabled: false },
          tsdocMetadata: { enabled: false },
          messages: {
            compilerMessageReporting: { default: { logLevel: "error" } },
            extractorMessageReporting: {
              default: { logLevel: "none" },
              "ae-wrong-input-file-type": { logLevel: "error" },
            },
            tsdocMessageReporting: { default: { logLevel: "none" } },
          },
        },
      }),
    );
}

const reportOf = ({ reportFolder, reportConfigs }) => join(reportFolder, reportConfigs[0].fileName);

build(...publicPackages.map(({ name }) => name));
const entries = publicPackages.flatMap(configurations);
// One program for all of them: most of the time goes into reading TypeScript's own declarations.
const compilerState = CompilerState.create(entries[0], {
  additionalEntryPoints: entries.slice(1).map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
});

const problems = [];
let changed = 0;
for (const config of entries) {
  if (update) mkdirSync(config.reportFolder, { recursive: true });
  const report = relative(root, reportOf(config));
  const { errorCount } = Extractor.invoke(config, {
    compilerState,
    localBuild: update,
    printApiReportDiff: true,
    messageCallback(message) {
      const { messageId, text, logLevel } = message;
      message.handled = true;
      if (messageId === ConsoleMessageId.ApiReportCreated || messageId === ConsoleMessageId.ApiReportCopied) {
        changed++;
        console.log(`written: ${report}`);
      } else if (messageId === ConsoleMessageId.ApiReportDiff) console.error(`\n${report}\n${text}`);
      else if (messageId === ConsoleMessageId.ApiReportNotCopied)
        problems.push(`${report} is not what the package exports`);
      else if (logLevel === "error") problems.push(`${report}: ${text}`);
    },
  });
  if (errorCount > 0) problems.push(`${report}: ${errorCount} errors`);
}

// An entry that is gone leaves its report behind.
const expected = new Set(entries.map(reportOf));
for (const folder of new Set(entries.map(({ reportFolder }) => reportFolder).filter(existsSync))) {
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (expected.has(path)) continue;
    if (update) rmSync(path);
    else problems.push(`${relative(root, path)} belongs to no entry`);
  }
}

rmSync(scratch, { recursive: true });
for (const problem of problems) console.error(problem);
if (problems.length > 0)
  console.error("If the change is meant: `npm run api`, and commit the reports with a changeset.");
console.log(`api: ${entries.length} entries, ${changed} written, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
