import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { Header } from "./panels/header.tsx";
import { ModelPanel } from "./panels/model/panel.tsx";
import { Notice } from "./panels/notice.tsx";
import { PosteriorPanel } from "./panels/posterior/panel.tsx";
import { opening } from "./store/own.ts";
import { loading, series } from "./store/store.ts";

const OwnData = lazy(() => import("./panels/data/dialog.tsx"));
const Pictures = lazy(() => import("./panels/pictures/panel.tsx"));

/** The page. */
export function App(): JSX.Element {
  return (
    <div class="page">
      <Header />
      {opening.value === undefined ? null : (
        <Suspense fallback={null}>
          <OwnData />
        </Suspense>
      )}
      <main>
        <Notice />
        {series.value === undefined ? (
          <div class="card empty" role="status">
            <p>{loading.value ?? "Choose data to begin."}</p>
          </div>
        ) : (
          <div class="columns">
            <PosteriorPanel />
            <ModelPanel />
            <Suspense fallback={<section class="card area-pictures empty">Loading the pictures …</section>}>
              <Pictures />
            </Suspense>
          </div>
        )}
      </main>
    </div>
  );
}
