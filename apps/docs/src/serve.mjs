// Serves the built site under its address, as any server of static files would: serve.mjs [PORT].
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { base } from "./addresses.mjs";

const built = fileURLToPath(new URL("../dist", import.meta.url));

/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Starts the server; port 0 takes a free one. Resolves to the address of the site and a function that ends it.
 *
 * @param {number} port
 * @param {string} site the folder that is served
 * @param {Record<string, string>} headers of every answer
 */
export async function serve(port = 0, site = built, headers = {}) {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const inside = decodeURIComponent(pathname.slice(base.length));
    const file = normalize(join(site, inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside));
    try {
      if (!pathname.startsWith(base) || !file.startsWith(site)) throw new Error("outside of the site");
      const body = await readFile(file);
      const type = types[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...headers }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const close = () => new Promise((resolve) => server.close(resolve));
  return { origin: `http://127.0.0.1:${address.port}`, home: `http://127.0.0.1:${address.port}${base}`, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { home } = await serve(Number(process.argv[2] ?? 4173));
  console.log(home);
}
