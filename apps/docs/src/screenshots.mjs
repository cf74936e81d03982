// Pictures of the built site at three widths in both schemes, into screenshots/: screenshots.mjs [PAGE...].
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { launchOptions } from "../../../scripts/chromium.mjs";
import { serve } from "./serve.mjs";

const out = fileURLToPath(new URL("../screenshots/", import.meta.url));
const named = process.argv.slice(2);
const pages =
  named.length > 0 ? named : ["index.html", "guides/index.html", "guides/minimizing.html", "playground.html"];

mkdirSync(out, { recursive: true });
const { home, close } = await serve();
const browser = await chromium.launch(launchOptions);
for (const scheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1024, 2560]) {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height: width === 360 ? 740 : 1000 },
    });
    const page = await context.newPage();
    for (const name of pages) {
      await page.goto(home + name);
      await page.waitForLoadState("networkidle");
      const file = `${name.replace(/\.html.*$/, "").replaceAll("/", "-")}.${width}.${scheme}.png`;
      await page.screenshot({ path: join(out, file), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
await close();
