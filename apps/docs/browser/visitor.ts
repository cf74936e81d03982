// A reader of the built site in Chromium, who notes whatever goes wrong on the way.
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { launchOptions } from "../../../scripts/chromium.mjs";
import { serve } from "../src/serve.mjs";

/** The site and a browser; `close` ends both. */
export interface Site {
  readonly home: string;
  readonly origin: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const { home, origin, close } = await serve();
  const browser = await chromium.launch(launchOptions);
  return {
    home,
    origin,
    browser,
    close: async () => {
      await browser.close();
      await close();
    },
  };
}

/** A page with its complaints: messages of errors, requests that fail or go to another host. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  /** Bytes after gzip of all that was loaded so far. */
  loaded(): Promise<number>;
}

export async function visit({ browser, origin }: Site, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const bodies: Promise<number>[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`a request to another host: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    bodies.push(
      response
        .body()
        .then((body) => gzipSync(body).length)
        .catch(() => 0),
    );
  });
  const loaded = async (): Promise<number> => (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
  return { page, complaints, loaded };
}
