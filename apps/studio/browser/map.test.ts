import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { choose, shown } from "./harness.ts";
import { onePage, page, watched } from "./onepage.ts";

onePage();

/** The text of a file that the page saves. */
async function saved(item: RegExp): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), choose(page, "Save and open", item)]);
  return readFileSync(await download.path(), "utf8");
}

test("the map of two inputs is zoomed, moved and read by pointer and keys, and saved as it is", async () => {
  await choose(page, "Data", /volcano/);
  const map = page.locator("#posterior-map");
  await map.waitFor();
  await shown(page);
  const readout = page.locator(".area-posterior .readout");
  const hovered = async (): Promise<string> => {
    await page.mouse.move(0, 0);
    await map.hover({ position: { x: 300, y: 200 } });
    return (await readout.textContent()) ?? "";
  };
  await expect
    .poll(hovered)
    .toMatch(/^west to east \(m\) [\d.]+, north to south \(m\) [\d.]+: expected [\d.]+ ± [\d.]+.* m$/);
  const first = await hovered();
  expect(await hovered()).toBe(first);
  await map.focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowUp");
  await expect.poll(hovered).not.toBe(first);
  const zoomed = await hovered();
  await page.mouse.down();
  await page.mouse.move(0, 0);
  await page.mouse.up();
  await expect.poll(hovered).not.toBe(zoomed);
  const svg = await saved(/SVG/);
  expect(svg).toContain("height (m): the mean");
  expect(svg).not.toContain("where both are equal");
  await page.getByRole("button", { name: "Standard deviation" }).click();
  expect(await saved(/SVG/)).toContain("height (m): the standard deviation");
  // The table is of the whole map, wherever one looks.
  const rows = (await saved(/CSV/)).trim().split("\n").slice(1);
  expect(rows[0].split(",").slice(0, 2).map(Number)).toEqual([0, 0]);
  expect(rows).toHaveLength(44 ** 2);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect.poll(hovered).toBe(first);
});

test("nothing was written to the console", () => {
  expect(watched.complaints).toEqual([]);
});
