// Which lines of the sources were run: by the tests themselves, as Vitest reports it, and by the threads and processes that
// tests have started, as Node writes it (NODE_V8_COVERAGE). Those run what was built; its source maps lead back.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import astV8ToIstanbul from "ast-v8-to-istanbul";
import { parseAst } from "vite";

/**
 * How often each line was run. A line counts when a statement begins on it.
 *
 * @param file - of a report in Istanbul's format
 * @returns a map from numbers of lines to counts
 */
export function linesOf({ statementMap, s }) {
  const lines = new Map();
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id]));
  return lines;
}

/** The report of one script that Node has run, in Istanbul's format; its keys are the sources. */
async function sourcesOf(coverage) {
  const path = fileURLToPath(coverage.url);
  const code = readFileSync(path, "utf8");
  const sourceMap = JSON.parse(readFileSync(`${path}.map`, "utf8"));
  return astV8ToIstanbul({ code, sourceMap, ast: parseAst(code), coverage, wrapperLength: 0 });
}

/**
 * Adds what threads and processes have run.
 *
 * @param files - a map from sources to their lines; counts grow
 * @param folder - what Node has written
 * @returns the number of threads and processes
 */
export async function addProcesses(files, folder) {
  const reports = readdirSync(folder);
  for (const report of reports) {
    for (const coverage of JSON.parse(readFileSync(join(folder, report), "utf8")).result) {
      const source = coverage.url.match(/^file:.*\/packages\/[^/]+\/dist\/.*\.js$/)
        ? fileURLToPath(coverage.url).replace(/([\\/])dist([\\/].*)\.js$/, "$1src$2.ts")
        : undefined;
      const lines = files.get(source);
      // Most files are complete already.
      if (lines === undefined || [...lines.values()].every((count) => count > 0)) continue;
      const { [source]: run } = await sourcesOf(coverage);
      if (run === undefined) continue;
      for (const [line, count] of linesOf(run)) if (lines.has(line)) lines.set(line, Math.max(lines.get(line), count));
    }
  }
  return reports.length;
}

/** Numbers that follow each other as ranges: `3-5, 9`. */
export function rangesOf(numbers) {
  const ranges = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
