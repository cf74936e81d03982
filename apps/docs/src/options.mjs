// Options of TypeDoc: what the reference is made of, what counts as a mistake, and how it looks.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { base, repository } from "./addresses.mjs";
import { entries, packages, root } from "./packages.mjs";

const home = fileURLToPath(new URL("..", import.meta.url));
const { version } = packages[packages.length - 1];

/** VitePress copies this folder as it is. */
export const out = join(home, "public", "api");

/** @type {import("typedoc").TypeDocOptions} */
export const options = {
  // The manifests say 0.0.0 until a release.
  name: version === "0.0.0" ? "Wengert" : `Wengert ${version}`,
  titleLink: base,
  favicon: join(home, "public", "icon.svg"),
  basePath: root,
  tsconfig: join(home, "tsconfig.api.json"),
  entryPoints: entries.map(({ file }) => join(root, file)),
  readme: join(home, "src", "reference.md"),
  // Types are checked elsewhere, by the compiler that the packages are built with.
  skipErrorChecking: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  preservedTypeAnnotationTags: ["@throws"],

  // Types that are spelled out in a signature need no page; that exports are documented is checked in packages.mjs.
  validation: { invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false, notExported: false },

  disableGit: true,
  gitRevision: "main",
  sourceLinkTemplate: `${repository}/blob/{gitRevision}/{path}#L{line}`,

  router: "short",
  customCss: join(home, "src", "site.css"),
  categoryOrder: ["Packages", "Further entries"],
  groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
  kindSortOrder: ["Project", "Module", "Function", "Variable", "Class", "Interface", "TypeAlias"],
  sort: ["kind", "alphabetical-ignoring-documents"],
  sortEntryPoints: false,
  categorizeByGroup: false,
  navigation: { includeCategories: true, includeGroups: false, includeFolders: false },
  navigationLinks: {
    Guides: `${base}guides/index.html`,
    Playground: `${base}playground.html`,
    GitHub: repository,
  },
  hideGenerator: true,
  lightHighlightTheme: "github-light",
  darkHighlightTheme: "github-dark",
};
