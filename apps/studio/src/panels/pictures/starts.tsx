import type { JSX } from "preact";
import type { Run } from "../../store/document.ts";
import { lastOf, sayingOf } from "../../store/run.ts";
import { objectiveName } from "../../store/store.ts";

/** How far each start of a fit is: its lowest number, its iterations, and what becomes of it. */
export function Starts({ run, lead }: { readonly run: Run; readonly lead: number }): JSX.Element {
  const last = lastOf(run);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="table-scroll" aria-label="Starts" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">start</th>
            <th scope="col" class="number">
              {objectiveName.value}
            </th>
            <th scope="col" class="number">
              iterations
            </th>
            <th scope="col">state</th>
          </tr>
        </thead>
        <tbody>
          {run.starts.map((one, i) => (
            <tr key={i} class={i === lead ? "chosen" : undefined}>
              <th scope="row">
                <span class={`swatch ${i >= 7 ? "dashed" : ""}`} style={{ color: `var(--part-${i % 7})` }} /> {i + 1}
                {i === lead ? ", the lowest" : ""}
              </th>
              <td class="number">{(one.end?.value ?? last[i]?.value)?.toFixed(2) ?? "–"}</td>
              <td class="number">{last[i]?.iteration ?? "–"}</td>
              <td class="words">{sayingOf(one, run.status === "running")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
