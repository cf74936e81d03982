import type { JSX } from "preact";
import type { Live } from "../../store/live.ts";

/** In place of a picture that is not there: it is being computed, or says why it cannot be. */
export function Waiting({ live, what }: { readonly live: Live<unknown>; readonly what: string }): JSX.Element {
  return (
    <div class="empty" role="status">
      {live.problem === undefined ? <p>Computing {what} …</p> : <p class="problem">{live.problem.message}</p>}
    </div>
  );
}
