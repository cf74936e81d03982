import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** The files work under any path. */
const path = "/any/where/";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** The built files on a server, and a browser. */
export interface Studio {
  readonly url: string;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

export async function openStudio(): Promise<Studio> {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    browser,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent((request.url ?? "").split("?")[0]);
    const name = asked === path ? "index.html" : asked.slice(path.length);
    try {
      const body = readFileSync(join(dist, normalize(name)));
      response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** A page, with what went wrong on it and what it has loaded. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
  readonly loaded: { readonly url: string; readonly bytes: number }[];
}

/** Opens a page in a context of its own, and listens to it. */
export async function openPage(
  studio: Studio,
  options: BrowserContextOptions = {},
  url = studio.url,
): Promise<Watched> {
  const context = await studio.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const loaded: { url: string; bytes: number }[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  context.on("response", (response) => {
    void response.body().then(
      (body) => loaded.push({ url: response.url(), bytes: gzipSync(body, { level: 9 }).length }),
      () => {},
    );
  });
  await page.goto(url);
  await shown(page);
  return { page, context, complaints, loaded };
}

/** Waits until the likelihood of the present parameters is there. */
export async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => /\d/.test(document.querySelector("#likelihood")?.textContent ?? ""));
}

/** The negative log likelihood that the page shows. */
export async function likelihood(page: Page): Promise<number> {
  return Number(await page.locator("#likelihood").textContent());
}

/** What the page says of its fit, once it says something like `pattern`. */
export async function status(page: Page, pattern: RegExp): Promise<string> {
  await page.locator("#run-status").filter({ hasText: pattern }).waitFor({ timeout: 100_000 });
  return (await page.locator("#run-status").textContent()) ?? "";
}

/** Serious and critical findings of axe; @param rules - all of them, unless some are named */
export async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async (only) => {
    interface Result {
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }[];
    }
    const { axe } = window as unknown as { axe: { run: (context: object, options: object) => Promise<Result> } };
    // Base UI's guards at the ends of a menu pass the focus on at once, and never hold it.
    const { violations } = await axe.run(
      { exclude: [["[data-base-ui-focus-guard]"]] },
      only === undefined ? {} : { runOnly: { type: "rule", values: only } },
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
  }, rules);
}

/** Does something in a menu. */
export async function choose(page: Page, menu: string | RegExp, item: RegExp): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: item }).first().click();
}

/** Gives the page a table of the user's own. */
export async function openTable(page: Page, name: string, text: string): Promise<void> {
  await choose(page, "Data", /Your own/);
  await page.setInputFiles('input[aria-label="CSV file"]', { name, mimeType: "text/csv", buffer: Buffer.from(text) });
}
