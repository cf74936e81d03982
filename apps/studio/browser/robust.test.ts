import { afterEach, describe, expect, test } from "vitest";
import { openPage, openTable, shown, status } from "./harness.ts";
import { onePage, page, studio, watched } from "./onepage.ts";

onePage();

describe("tables that cannot be used say what is wrong, and what to do", () => {
  afterEach(async () => {
    await page.keyboard.press("Escape");
  });
  const million = (): string => `x,y\n${"1.5,2.5\n".repeat(1_000_000)}`;

  test.each([
    ["a row of another length", "x,y\n1,2\n3\n4,5\n", /line 3 has 1 cell, the header 2; mend that line/],
    ["words in place of numbers", "x,y\na,b\nc,d\n", /Choose a column of x/],
    ["a single row", "x,y\n1,2\n", /fit needs two/],
    ["nothing", "", /empty|0 rows|fit needs two/i],
    ["values that are all the same", "x,y\n1,2\n2,2\n3,2\n", /every value is 2/],
    ["no date", "x,y\n2020-01-01,1\n2020-02-30,2\n2020-03-01,3\n", /not a date/],
    ["numbers that can be read in two ways", 'x,y\n1,"1,234"\n2,"1,235"\n3,"1,236"\n', /Decimals/],
    ["a million rows", million, /1,000,000 rows are too many[\s\S]*one of every 286 rows/],
  ])("%s", async (_, text, message) => {
    await openTable(page, "bad.csv", typeof text === "string" ? text : text());
    await expect.poll(() => page.locator(".dialog [role=alert]").first().textContent()).toMatch(message);
  });
});

test("a million rows can be thinned at once", async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, i) => `${i},${i % 17}`);
  await openTable(page, "million.csv", `x,y\n${rows.join("\n")}\n`);
  await page.getByRole("button", { name: /Take one of every 286 rows/ }).click();
  await expect
    .poll(() => page.locator(".dialog").textContent())
    .toMatch(/3,?49[67] observations; from \d+ to \d+; one of every 286 rows/);
  await page.keyboard.press("Escape");
});

test("dates, a gap, missing cells and decimal commas are read as they are meant", async () => {
  await openTable(
    page,
    "own.csv",
    "day;level\n2020-01-01;1,5\n2020-01-02;1,7\n2020-01-03;NA\n2020-01-20;2,2\n2020-01-21;2,25\n2020-01-22;2,3\n",
  );
  await expect
    .poll(() => page.locator(".dialog [role=status]").textContent())
    .toMatch(
      /5 observations; from 2020-01-01 to 2020-01-22; the widest gap, 2020-01-02 to 2020-01-20, is 18 times.*1 row with a missing cell left out/,
    );
  await page.getByRole("button", { name: "Use these data" }).click();
  await expect.poll(() => page.locator("#posterior-title").textContent()).toBe("own.csv");
  await page.reload();
  await shown(page);
  expect(await page.locator("#posterior-title").textContent()).toBe("own.csv");
});

test("a table is taken by a paste and by a drop anywhere on the page", async () => {
  const dialog = page.locator(".dialog");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "x\ty\n1\t2\n2\t4\n3\t5\n");
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
  });
  await expect.poll(() => dialog.textContent()).toMatch(/pasted cells: 3 rows, 2 columns/);
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x,y\n1,2\n2,4\n3,5\n4,7\n"], "dropped.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => dialog.textContent()).toMatch(/dropped\.csv: 4 rows/);
  await page.keyboard.press("Escape");
});

test("a singular covariance says so, and what to do", async () => {
  await openTable(page, "twice.csv", "x,y\n0,1\n0,2\n1,2\n1,3\n2,1\n2,2\n");
  await page.getByRole("button", { name: "Use these data" }).click();
  await expect.poll(() => page.locator("#posterior-title").textContent()).toBe("twice.csv");
  await page.locator("#expression").fill("rbf(1)");
  await expect.poll(() => page.locator(".area-posterior").textContent()).toMatch(/singular.*Add a noise term/);
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await status(page, /singular.*Add a noise term/);
  await page.locator("#expression").fill("fixed(2)*noise");
  await shown(page);
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await status(page, /Every parameter is fixed/);
});

test.each([
  ["no JSON", "{", /JSON/],
  ["an unknown kernel", '{"kernel": "foo"}', /unknown kernel "foo"/],
  ["another version", '{"format": "wengert-gp", "version": 99}', /format and version/],
])("a model file with %s is refused", async (_, text, message) => {
  await page.setInputFiles("#model-file", {
    name: "bad.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await expect.poll(() => page.locator(".notice.error").textContent()).toMatch(message);
  await page.getByRole("button", { name: "Dismiss" }).click();
});

test("a link that was cut says so", async () => {
  const other = await openPage(studio, {}, `${studio.url}#model=dZFLbsIwEIav`);
  await expect.poll(() => other.page.locator(".notice.error").textContent()).toMatch(/cannot be read.*cut/);
  await other.context.close();
});

test("workers that die are replaced, and the fit goes on from its last iteration", async () => {
  await page.getByRole("button", { name: "Data" }).click();
  await page.getByRole("menuitem", { name: /Mauna Loa/ }).click();
  await expect.poll(() => page.locator("#posterior-title").textContent()).toMatch(/CO₂/);
  await page.getByRole("button", { name: "Step" }).click();
  await status(page, /^Paused/);
  await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.close()).catch(() => {})));
  await page.locator(".notice.error", { hasText: "A new worker takes over" }).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Step" }).click();
  await expect
    .poll(() => page.locator(".figures div", { hasText: "iterations" }).locator("dd").textContent(), {
      timeout: 60_000,
    })
    .toBe("2");
});

test("nothing was written to the console", () => {
  expect(watched.complaints).toEqual([]);
});
