// The functions of Moré, Garbow & Hillstrom with their exact derivatives, for a program on the other end of a pipe: one
// JSON request per line, one answer per line. record.py asks for what SciPy's minimizers ask it.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const conditions = ["@wengert/source", "module", "node", "development|production"];
const server = await createServer({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  configFile: false,
  logLevel: "silent",
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions }, noExternal: true },
});
const { answer } = await server.ssrLoadModule("/test/scipy/answer.ts");
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
await server.close();
