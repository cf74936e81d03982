// The playground: examples run, snippets of guides open in it, types and completion come, a program without end is ended.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examples } from "./examplefiles.ts";
import { openSite, type Site, type Visit, visit } from "./visitor.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Waits for the end of a run and returns what the status line says. */
async function ended({ page }: Visit): Promise<string> {
  const status = page.locator(".playground .status");
  await status.filter({ hasText: /Done|Ended|Stopped|failed/ }).waitFor({ timeout: 150_000 });
  return (await status.textContent()) ?? "";
}

/** Replaces what is in the editor and runs it. */
async function write({ page }: Visit, code: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(code);
  await page.keyboard.press("Control+Enter");
}

describe("playground", () => {
  it("runs every example of the gallery, and shows values, tables, pictures and plots", async () => {
    const visitor = await visit(site);
    const { page, complaints } = visitor;
    // A busy machine may need longer than a reader's limit of 20 s.
    await page.addInitScript(() => {
      const set = window.setTimeout.bind(window);
      Object.assign(window, {
        setTimeout: (body: () => void, time = 0) => set(body, time === 20_000 ? 150_000 : time),
      });
    });
    await page.goto(`${site.home}playground.html`);
    await ended(visitor);
    const titles = await page.locator(".playground select option").allTextContents();
    expect(titles.length).toBe(examples.length + 1);
    const seen = new Set<string>();
    for (const title of titles.slice(1)) {
      await page.locator(".playground select").selectOption({ label: title });
      expect(await ended(visitor), title).toMatch(/Done in \d+ ms/);
      expect(await page.locator(".entry.failed").allTextContents(), title).toEqual([]);
      expect(await page.locator(".entry").count(), title).toBeGreaterThan(0);
      for (const kind of [".number", ".plot", ".plot circle", ".heat", ".plan"])
        if (await page.locator(kind).count()) seen.add(kind);
      // A picture of letters is one text.
      if (title === "An image without its blur")
        expect(await page.locator(".value pre").first().textContent()).toMatch(/(\n.{35}.*\|.*){15}/);
    }
    expect([...seen].sort()).toEqual([".heat", ".number", ".plan", ".plot", ".plot circle"]);
    expect(complaints).toEqual([]);
  });

  it("opens snippets of guides, with what they continue", async () => {
    const visitor = await visit(site);
    const { page, complaints } = visitor;
    await page.goto(`${site.home}guides/getting-started.html`);
    await page.locator(".snippet-run").first().click();
    expect(await ended(visitor)).toMatch(/Done/);
    expect(await page.locator(".value .number").allTextContents()).toEqual(["1", "5.43656365692"]);
    await page.goto(`${site.home}guides/fitting-curves.html`);
    await page.locator(".snippet-run").nth(1).click();
    expect(await ended(visitor)).toMatch(/Done/);
    expect(await page.locator(".entry .value").allTextContents()).toContainEqual(expect.stringContaining("1.207"));
    expect(complaints).toEqual([]);
  });

  it("shows an error at its line, and what a comment says will throw", async () => {
    const visitor = await visit(site);
    await visitor.page.goto(`${site.home}playground.html`);
    await ended(visitor);
    await write(
      visitor,
      'import { tensor } from "wengert";\n\n-tensor(1); // throws TracedValueError\ntensor([1, 2]).item();\n',
    );
    await ended(visitor);
    const failed = await visitor.page.locator(".entry.failed").allTextContents();
    expect(failed).toHaveLength(2);
    expect(failed[0]).toMatch(/^3.*TracedValueError/s);
    expect(failed[1]).toMatch(/^4.*ShapeError/s);
  });

  it("keeps the program in the link", async () => {
    const visitor = await visit(site);
    const { page } = visitor;
    await page.goto(`${site.home}playground.html`);
    await ended(visitor);
    await write(visitor, "show('θ, kept');");
    await ended(visitor);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.waitForURL(/#code=/);
    const other = await visit(site);
    await other.page.goto(page.url());
    await ended(other);
    expect(await other.page.locator(".entry .value").allTextContents()).toEqual(["θ, kept"]);
  });

  it("knows types: marks a mistake, and completes names", async () => {
    const { page, complaints } = await visit(site);
    await page.goto(`${site.home}playground.html`);
    await page.locator('.playground[data-types="ready"]').waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText('import { grad } from "wengert";\nconst wrong: string = grad((x) => x)(1);\n');
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText('import { grad, param } from "wengert";\n');
    await page.keyboard.type("param(1).");
    const options = page.locator(".cm-tooltip-autocomplete li");
    await options.filter({ hasText: "trainable" }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("ends a program that does not end by itself", async () => {
    const visitor = await visit(site);
    await visitor.page.goto(`${site.home}playground.html`);
    await ended(visitor);
    await write(visitor, "show(1);\nwhile (true) {}");
    await visitor.page.locator(".playground .status").filter({ hasText: "Running" }).waitFor();
    expect(await ended(visitor)).toMatch(/Ended after 20 s/);
    await write(visitor, "show(2);");
    await visitor.page.locator(".playground .status").filter({ hasText: "Done" }).waitFor();
    expect(await visitor.page.locator(".entry .number").allTextContents()).toEqual(["2"]);
  });
});
