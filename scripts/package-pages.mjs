// What a published package must say of itself: its README and its manifest.
import { markdownSnippets } from "./snippets.mjs";

const repository = "https://github.com/wengert/wengert";
const guides = `${repository}/blob/main/apps/docs/guides/`;

/**
 * What a package page lacks, one line each.
 *
 * @param {{folder: string, manifest: Record<string, any>, readme: string, guideFiles: readonly string[]}} page
 */
export function missingFromPage({ folder, manifest, readme, guideFiles }) {
  const demands = {
    "its name as the heading": readme.startsWith(`# ${manifest.name}\n`),
    "a licence": manifest.license === "MIT" && readme.includes("Licence: MIT"),
    "at least three keywords, each once": manifest.keywords?.length >= 3 && isSet(manifest.keywords),
    "a description": manifest.description?.length > 10,
    "its folder of the repository":
      manifest.repository?.url === `git+${repository}.git` && manifest.repository.directory === `packages/${folder}`,
    "a homepage": manifest.homepage === `${repository}/tree/main/packages/${folder}#readme`,
    "a place for bugs": manifest.bugs?.url === `${repository}/issues`,
    "public access": manifest.publishConfig?.access === "public",
    "README.md among its files": manifest.files?.includes("README.md"),
    "a link to a guide": readme.includes(guides),
  };
  const lacks = Object.keys(demands).filter((what) => !demands[what]);
  return [...lacks, ...snippetFaults(manifest.name, readme), ...deadLinks(readme, guideFiles)];
}

const isSet = (list) => new Set(list).size === list.length;

/** A snippet that imports the package, and an install line with every package that a snippet imports. */
function snippetFaults(name, readme) {
  const snippets = markdownSnippets("README.md", readme).map(({ lines }) => lines.join("\n"));
  const imported = new Set(snippets.flatMap((text) => [...text.matchAll(/ from "([^"]+)"/g)].map(([, from]) => from)));
  const installed = /^npm install (.*)$/m.exec(readme)?.[1].split(" ") ?? [];
  const left = [...imported].filter((from) => !installed.includes(from));
  return [
    ...(imported.has(name) ? [] : ["a snippet that imports it"]),
    ...left.map((from) => `${from} on the install line, which a snippet imports`),
  ];
}

function deadLinks(readme, guideFiles) {
  const linked = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address);
  const relative = linked.filter((address) => !address.startsWith("https://"));
  const lost = linked.filter(
    (address) => address.startsWith(guides) && !guideFiles.includes(address.slice(guides.length)),
  );
  return [...relative, ...lost].map((address) => `a link that works from a package page: ${address}`);
}
