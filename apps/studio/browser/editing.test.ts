import { describe, expect, test } from "vitest";
import { choose } from "./harness.ts";
import { onePage, page, studio, watched } from "./onepage.ts";

onePage();

const co2 =
  "2500*rbf(50) + 4*rbf(100)*periodic(1, period=1) + 0.25*rationalQuadratic(1, 1) + 0.01*rbf(0.1) + 0.01*noise";

async function expectExpression(expected: string | RegExp): Promise<void> {
  const field = page.locator("#expression");
  await expect
    .poll(() => field.inputValue())
    .toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
}

test("the first load takes at most 300 kB gzip, and nothing from another host", async () => {
  await expect.poll(() => watched.loaded.some(({ url }) => url.includes("worker"))).toBe(true);
  const total = watched.loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`first load: ${(total / 1000).toFixed(1)} kB gzip in ${watched.loaded.length} files`);
  expect(total).toBeLessThanOrEqual(300_000);
  expect(watched.loaded.filter(({ url }) => !url.startsWith(studio.url) && !url.startsWith("data:"))).toEqual([]);
});

describe("the tree", () => {
  test("a kernel is added, another multiplied, and each step is undone", async () => {
    await expectExpression(co2);
    await choose(page, "Add to weather", /Linear/);
    await expectExpression(/0\.01\*rbf\(0\.1\) \+ 812\.3\*linear \+ 0\.01\*noise$/);
    await choose(page, "Multiply trend with", /Periodic/);
    await expectExpression(/^2500\*rbf\(50\)\*periodic\(1, period=1\)/);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expectExpression(co2);
    await page.getByRole("button", { name: "Redo" }).click();
    await expectExpression(/linear/);
    await page.getByRole("button", { name: "Undo" }).click();
  });

  test("keys move a part, into a group and out of it", async () => {
    await page.getByRole("button", { name: /^Move irregular/ }).focus();
    await page.keyboard.press("Alt+ArrowRight");
    await expectExpression(/4\*rbf\(100\)\*periodic\(1, period=1\)\*0\.25\*rationalQuadratic\(1, 1\)/);
    await page.keyboard.press("Alt+ArrowLeft");
    await expectExpression(co2);
    await page.keyboard.press("Alt+ArrowDown");
    await expectExpression(/0\.01\*rbf\(0\.1\) \+ 0\.25\*rationalQuadratic/);
    await page.keyboard.press("Alt+ArrowUp");
    await expectExpression(co2);
  });

  test("the pointer drags a part before another one", async () => {
    await page.setViewportSize({ width: 1280, height: 1400 });
    const from = await page.getByRole("button", { name: /^Move weather/ }).boundingBox();
    const to = await page.getByRole("button", { name: "trend", exact: true }).boundingBox();
    if (from === null || to === null) throw new Error("the parts are not on the page");
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y - 30, { steps: 5 });
    await page.mouse.move(to.x + 20, to.y + 3, { steps: 8 });
    await page.mouse.move(to.x + 22, to.y + 4, { steps: 3 });
    await page.mouse.up();
    await expectExpression(/^0\.01\*rbf\(0\.1\) \+ 2500\*rbf\(50\)/);
    await page.getByRole("button", { name: "Undo" }).click();
    await expectExpression(co2);
  });

  test("a kernel is exchanged, a parameter fixed and bounded", async () => {
    await page.getByRole("combobox", { name: /^Kernel of irregular/ }).click();
    await page.getByRole("option", { name: /Matérn 5\/2/ }).click();
    await expectExpression(/0\.25\*matern\(1, nu=2\.5\)/);
    await page.getByRole("button", { name: "Keep length of irregular fixed" }).click();
    await expectExpression(/matern\(fixed\(1\), nu=2\.5\)/);
    await page.getByRole("button", { name: "Bounds and prior of variance of noise" }).click();
    await page.getByRole("button", { name: "Bound it" }).click();
    await expectExpression(/within\(0\.01, 0\.001, 0\.1\)\*noise$/);
    await page.getByRole("button", { name: "Give it a prior" }).click();
    await expectExpression(/within\(logNormal\(0\.01, 0\.01, 1\), 0\.001, 0\.1\)\*noise$/);
    await expect.poll(() => page.locator(".figures dt").first().textContent()).toBe("−log posterior");
    await page.getByRole("combobox", { name: /^Prior of variance of noise/ }).click();
    await page.getByRole("option", { name: /^half-Cauchy/ }).click();
    await expectExpression(/within\(halfCauchy\(0\.01, 0\.01\), 0\.001, 0\.1\)\*noise$/);
    await page.getByRole("textbox", { name: "scale of the prior of variance of noise" }).fill("0.05");
    await page.keyboard.press("Enter");
    await expectExpression(/within\(halfCauchy\(0\.01, 0\.05\), 0\.001, 0\.1\)\*noise$/);
  });

  test("a slider moves the curve's likelihood", async () => {
    const before = await page.locator("#likelihood").textContent();
    await page.getByRole("slider", { name: /^length of weather/ }).focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator("#likelihood").textContent()).not.toBe(before);
  });
});

describe("the expression", () => {
  test("is taken over as it is written, and written anew when it is left", async () => {
    await page.locator("#expression").fill("fixed(2500)*rbf(50)+0.5 * periodic(1,period=2)  + within(1,0.1,5)*noise");
    await expect.poll(() => page.getByRole("button", { name: "Move periodic, 2 of 3" }).count()).toBe(1);
    await page.locator("#expression").blur();
    await expectExpression("fixed(2500)*rbf(50) + 0.5*periodic(1, period=2) + within(1, 0.1, 5)*noise");
  });

  test.each([
    ["2*rbf(3) + 4*foo(2) + noise", "foo(2)", /unknown kernel "foo"/i],
    ["2*rbf(3) * (", "", /./],
    ["2*rbf(1, 2) + noise", "", /too many arguments/i],
    ["2*rbf(1) - noise", "", /cannot join/i],
    ["3 + 4", "", /no kernel/i],
    ["2*rbf([1, 2]) + noise", "", /2 numbers for 1 inputs/i],
  ])("%s is refused at its place", async (text, place, message) => {
    await page.locator("#expression").fill(text);
    const fault = page.locator("#expression-fault");
    await expect.poll(() => fault.textContent()).toMatch(message);
    if (place !== "") expect(await fault.locator("mark").textContent()).toBe(place);
    await page.locator("#expression").press("Escape");
    await expect.poll(() => fault.count()).toBe(0);
  });
});

test("nothing was written to the console", () => {
  expect(watched.complaints).toEqual([]);
});
