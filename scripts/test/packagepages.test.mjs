import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingFromPage } from "../package-pages.mjs";
import { root } from "../setup.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const guideFiles = readdirSync(join(root, "apps", "docs", "guides"));
const pages = readdirSync(join(root, "packages"))
  .map((folder) => ({ folder, manifest: JSON.parse(read("packages", folder, "package.json")) }))
  .filter(({ manifest }) => !manifest.private);

test.each(pages)("$manifest.name has a page: README with a snippet, keywords, repository, licence", (page) => {
  const readme = read("packages", page.folder, "README.md");
  expect(missingFromPage({ ...page, readme, guideFiles })).toEqual([]);
});

const [{ folder, manifest }] = pages;
const readme = read("packages", folder, "README.md");

test("what a page lacks is named", () => {
  const bare = { name: manifest.name, keywords: ["gradient", "gradient", "tensor"] };
  expect(missingFromPage({ folder, manifest: bare, readme: "", guideFiles })).toEqual([
    "its name as the heading",
    "a licence",
    "at least three keywords, each once",
    "a description",
    "its folder of the repository",
    "a homepage",
    "a place for bugs",
    "public access",
    "README.md among its files",
    "a link to a guide",
    "a snippet that imports it",
  ]);
});

test("a snippet imports nothing that the install line leaves out, and links work from anywhere", () => {
  const more = '\n```ts\nimport { jvp } from "@wengert/forward";\n```\n[a guide](../docs/guides/speed.md)\n';
  const gone = "[gone](https://github.com/wengert/wengert/blob/main/apps/docs/guides/gone.md)\n";
  expect(missingFromPage({ folder, manifest, readme: readme + more + gone, guideFiles })).toEqual([
    "@wengert/forward on the install line, which a snippet imports",
    "a link that works from a package page: ../docs/guides/speed.md",
    "a link that works from a package page: https://github.com/wengert/wengert/blob/main/apps/docs/guides/gone.md",
  ]);
});
