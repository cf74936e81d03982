// The site: guides as they lie in guides/, pages that only the site has in pages/, the API reference in public/api.
import { defineConfig } from "vitepress";
import { base, repository } from "../src/addresses.mjs";
import { readableCode } from "../src/codecolours.mjs";
import { compilerPath } from "../src/compiler.mjs";
import { inlineFigures } from "../src/figures/index.mjs";
import { sidebar } from "../src/guides.mjs";
import { siteLinks } from "../src/links.mjs";
import { linkSnippets } from "../src/snippetlinks.mjs";

const about = [
  { text: "Architecture", link: "/architecture" },
  { text: "Feature table", link: "/features" },
  { text: "Benchmarks", link: "/benchmarks" },
];

/** Sources call the module of a worker as it is called when it is built. */
const workersOfSources = {
  name: "workers-of-sources",
  enforce: "pre" as const,
  resolveId: (id: string) => (id.endsWith("packages/optim/src/thread.js") ? id.replace(/js$/, "ts") : undefined),
};

export default defineConfig({
  title: "Wengert",
  titleTemplate: ":title · Wengert",
  description: "Automatic differentiation for TypeScript",
  lang: "en",
  base,
  outDir: "./dist",
  srcExclude: ["src/**", "dist/**", "public/**"],
  rewrites: { "pages/:page.md": ":page.md", "generated/:page.md": ":page.md", "guides/README.md": "guides/index.md" },
  metaChunk: true,
  head: [["link", { rel: "icon", href: `${base}icon.svg`, type: "image/svg+xml" }]],
  vite: {
    // The packages are read from their sources, so that what is not used stays out of the pages.
    resolve: { conditions: ["@wengert/source"] },
    // The compiler is a file of its own beside the worker that imports it.
    worker: {
      format: "es",
      plugins: () => [workersOfSources],
      rollupOptions: { external: ["typescript"], output: { paths: { typescript: `../${compilerPath}` } } },
    },
  },
  markdown: {
    math: true,
    theme: { light: "github-light", dark: "github-dark" },
    config: (md) => {
      siteLinks(md);
      readableCode(md);
      inlineFigures(md);
      linkSnippets(md);
    },
  },
  themeConfig: {
    logo: "/icon.svg",
    siteTitle: "Wengert",
    nav: [
      { text: "Guides", link: "/guides/", activeMatch: "/guides/" },
      { text: "Playground", link: "/playground" },
      { text: "About", items: about },
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar: { "/guides/": sidebar(), "/": [{ text: "About", items: about }] },
    outline: { level: [2, 3], label: "On this page" },
    notFound: {
      title: "There is no page here",
      quote: "It may have another name by now. The search finds words of every guide.",
      linkText: "To the start",
      linkLabel: "To the start of the site",
    },
    socialLinks: [{ icon: "github", link: repository }],
    search: {
      provider: "local",
      options: {
        detailedView: true,
        _render(text, env, md) {
          const html = md.render(text, env);
          if (env.frontmatter?.["search"] === false) return "";
          return html.replaceAll(/<a class="snippet-run".*?<\/a>/g, "");
        },
      },
    },
  },
});
