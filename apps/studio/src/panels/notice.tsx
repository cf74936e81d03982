import type { JSX } from "preact";
import { Button } from "../parts/button.tsx";
import { notice } from "../store/store.ts";

/** What the page has to say, until it is dismissed. */
export function Notice(): JSX.Element {
  const said = notice.value;
  return (
    <div aria-live="polite">
      {said === undefined ? null : (
        <div class={`notice ${said.tone}`} role={said.tone === "error" ? "alert" : undefined}>
          <p>{said.message}</p>
          <Button
            look="quiet"
            tiny
            icon="close"
            label="Dismiss"
            onClick={() => {
              notice.value = undefined;
            }}
          />
        </div>
      )}
    </div>
  );
}
