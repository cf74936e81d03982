import type { JSX } from "preact";
import { Button } from "../parts/button.tsx";
import { isDark, theme } from "../parts/theme.ts";
import { pause } from "../store/learning.ts";
import { canRedo, canUndo, redo, undo } from "../store/store.ts";
import { DataMenu } from "./data/datamenu.tsx";
import { ShareMenu } from "./sharemenu.tsx";

/** Name, data, undo, and what is done with the whole. */
export function Header(): JSX.Element {
  const back = (f: () => void) => () => {
    pause();
    f();
  };
  return (
    <header class="header">
      <a class="skip" href="#model">
        To the covariance
      </a>
      <h1 class="brand">
        <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
          <path
            d="M3 21c5 0 6-12 11-12s6 14 15 6"
            fill="none"
            stroke="currentColor"
            stroke-width="3"
            stroke-linecap="round"
          />
        </svg>
        Wengert studio
      </h1>
      <DataMenu />
      <div class="tools">
        <Button look="quiet" icon="undo" label="Undo" onClick={back(undo)} disabled={!canUndo.value} />
        <Button look="quiet" icon="redo" label="Redo" onClick={back(redo)} disabled={!canRedo.value} />
        <ShareMenu />
        <Button
          look="quiet"
          icon={isDark.value ? "sun" : "moon"}
          label={isDark.value ? "Light colours" : "Dark colours"}
          onClick={() => {
            theme.value = isDark.value ? "light" : "dark";
          }}
        />
      </div>
    </header>
  );
}
