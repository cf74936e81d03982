import type { BrowserContextOptions, Page } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { openPage, openStudio, type Studio, type Watched } from "./harness.ts";

/** What the tests of a file share once `onePage` was called: the studio, and a page that stays open through all of them. */
export let studio: Studio;
export let watched: Watched;
export let page: Page;

/** Opens a studio and a page before the tests of a file, and closes them after. */
export function onePage(options: BrowserContextOptions = {}): void {
  beforeAll(async () => {
    studio = await openStudio();
    watched = await openPage(studio, options);
    page = watched.page;
  });
  afterAll(() => studio.close());
}
