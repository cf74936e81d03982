import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choose, findings, openPage, openStudio, type Studio, shown } from "./harness.ts";

const folder = fileURLToPath(new URL("../.cache/screenshots/", import.meta.url));
const schemes = ["light", "dark"] as const;
const widths = [360, 1280, 2560] as const;

let studio: Studio;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  studio = await openStudio();
});
afterAll(async () => {
  await studio.close();
});

/** To be looked at by people; what a test can say is that nothing is wider than the screen, and what axe finds. */
describe.each(schemes)("in %s colours", (colorScheme) => {
  test.each(widths)("%i px wide", async (width) => {
    const { page, context, complaints } = await openPage(studio, {
      colorScheme,
      viewport: { width, height: width < 500 ? 780 : 1300 },
    });
    await page.locator(".area-pictures canvas").first().waitFor();
    const [inner, full] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(full).toBeLessThanOrEqual(inner);
    await page.screenshot({ path: `${folder}${width}-${colorScheme}.png`, fullPage: true });
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("axe finds nothing serious: page, menus, windows and all pictures", async () => {
    const { page, context } = await openPage(studio, { colorScheme });
    // The structure is the same in both schemes, and colours are not.
    const rules = colorScheme === "light" ? undefined : ["color-contrast"];
    const all: Record<string, string[]> = { page: await findings(page, rules) };
    for (const name of ["Learning", "Residuals", "Surface", "Tape", "Gradients"]) {
      await page.getByRole("tab", { name }).click();
      if (name === "Residuals") await page.locator(".area-pictures canvas").first().waitFor();
      all[name] = await findings(page, rules);
    }
    await page.getByRole("button", { name: "Method" }).click();
    all["method"] = await findings(page, rules);
    await page.getByRole("button", { name: "Data" }).click();
    await page.getByRole("menu").waitFor();
    all["menu"] = await findings(page, rules);
    await page.keyboard.press("Escape");
    await choose(page, "Data", /Your own/);
    await page.getByRole("dialog").waitFor();
    all["window"] = await findings(page, rules);
    await page.locator("#paste").fill("x,y,z\n1,2,a\n2,3,b\n3,5,c\n");
    await page.getByRole("button", { name: "Read these cells" }).click();
    await page.getByRole("button", { name: "Use these data" }).waitFor();
    all["table"] = await findings(page, rules);
    await page.keyboard.press("Escape");
    await choose(page, "Data", /volcano/);
    await page.locator("#posterior-map").waitFor();
    all["map"] = await findings(page, rules);
    await page.screenshot({ path: `${folder}map-${colorScheme}.png` });
    expect(Object.fromEntries(Object.entries(all).filter(([, found]) => found.length > 0))).toEqual({});
    await context.close();
  });
});

test("all that the pointer does, keys do: choose data, zoom, learn", async () => {
  const { page, context, complaints } = await openPage(studio);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: /Your own/ }).waitFor();
  const wanted = page.getByRole("menuitem", { name: /Temperature/ });
  for (let i = 0; i < 8 && !(await wanted.evaluate((item) => item === document.activeElement)); i++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("#posterior-title").textContent()).toBe("Temperature of the Earth");
  await shown(page);
  await page.locator(".area-posterior .plot").focus();
  const before = await page.locator(".area-posterior .plot canvas").screenshot();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(async () => before.equals(await page.locator(".area-posterior .plot canvas").screenshot()))
    .toBe(false);
  await page.getByRole("button", { name: "Learn", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("#run-status").textContent(), { timeout: 60_000 }).toMatch(/^Ended/);
  expect(complaints).toEqual([]);
  await context.close();
});
