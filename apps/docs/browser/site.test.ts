// The pages of the built site: what they weigh, that nothing comes from elsewhere, that everybody can read them.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Site, visit } from "./visitor.ts";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".html") && !name.startsWith("api/"),
);

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("first load", () => {
  it.each(["index.html", "guides/getting-started.html", "guides/operations.html"])(
    "%s: at most 300 kB",
    async (name) => {
      const { page, complaints, loaded } = await visit(site, { viewport: { width: 360, height: 740 } });
      await page.goto(site.home + name);
      await page.waitForLoadState("networkidle");
      const bytes = await loaded();
      console.log(`${name}: ${Math.round(bytes / 1000)} kB after gzip`);
      expect(bytes).toBeGreaterThan(30_000);
      expect(bytes).toBeLessThanOrEqual(300_000);
      expect(complaints).toEqual([]);
    },
  );
});

describe("search", () => {
  it("finds words of the guides, with nothing from another host", async () => {
    const { page, complaints } = await visit(site);
    await page.goto(site.home);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.locator("#localsearch-input").fill("pushforward");
    const first = page.locator(".VPLocalSearchBox .result").first();
    await first.waitFor();
    expect(await first.textContent()).toMatch(/pushforward/i);
    await first.click();
    await page.waitForURL(/guides/);
    expect(complaints).toEqual([]);
  });
});

describe("every page", () => {
  it("fits into 360 pixels, opens without complaint, and has one heading", async () => {
    const { page, complaints } = await visit(site, { viewport: { width: 360, height: 740 } });
    const wide: string[] = [];
    for (const name of pages.filter((name) => name !== "404.html" && name !== "playground.html")) {
      await page.goto(site.home + name);
      const { width, headings } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        headings: document.querySelectorAll("h1").length,
      }));
      if (width > 360) wide.push(`${name}: ${width} pixels`);
      if (headings !== 1) wide.push(`${name}: ${headings} headings`);
    }
    expect(pages.length).toBeGreaterThan(20);
    expect(wide).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe.each(["light", "dark"] as const)("axe, %s", (colorScheme) => {
  it.each(["index.html", "guides/minimizing.html", "guides/operations.html", "playground.html"])(
    "%s has no serious findings",
    async (name) => {
      const { page } = await visit(site, { colorScheme });
      await page.goto(site.home + name);
      await page.waitForLoadState("networkidle");
      if (name === "playground.html") await page.locator(".entry").first().waitFor();
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
      const { violations } = await page.evaluate<AxeResults>("axe.run()");
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const found = serious.flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`),
      );
      expect(found).toEqual([]);
    },
  );
});
