import type { JSX } from "preact";
import { duration, figure } from "../../parts/format.ts";
import { run } from "../../store/learning.ts";
import { posterior } from "../../store/posterior.ts";
import { doc, objectiveName } from "../../store/store.ts";

/** A fit of such a model usually ends after so many evaluations. */
const usual = 60;

/** The numbers of a fit while it goes on. */
export function Figures(): JSX.Element {
  const one = run.value;
  const last = one?.entries.at(-1);
  const shown = one?.status === "ended" ? one.end?.value : last?.value;
  const value = shown ?? posterior.value.value?.objective;
  const evaluations = last === undefined ? 0 : countOf(one?.entries ?? []);
  return (
    <div class="stack">
      <dl class="figures">
        <Figure name={objectiveName.value} id="likelihood">
          {value === undefined ? "…" : value.toFixed(2)}
        </Figure>
        <Figure name="gradient norm">{last === undefined ? "–" : figure(last.gradientNorm, 3)}</Figure>
        <Figure name="iterations">{last === undefined ? "–" : String(one?.entries.length)}</Figure>
        <Figure name="evaluations">{last === undefined ? "–" : String(evaluations)}</Figure>
        <Figure name="time">{one === undefined || last === undefined ? "–" : duration(one.seconds)}</Figure>
        <Figure name="time left">{timeLeft(evaluations)}</Figure>
      </dl>
      <p class="small muted" role="status" id="run-status">
        {sentence()}
      </p>
    </div>
  );
}

function Figure({
  name,
  children,
  id,
}: {
  readonly name: string;
  readonly children: string;
  readonly id?: string;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd id={id}>{children}</dd>
    </div>
  );
}

/** Each start counts its own evaluations. */
function countOf(entries: readonly { readonly start: number; readonly evaluations: number }[]): number {
  const last = new Map<number, number>();
  for (const { start, evaluations } of entries) last.set(start, evaluations);
  return [...last.values()].reduce((a, b) => a + b, 0);
}

/** From the evaluations that a fit usually takes; once it has taken more, nobody knows. */
function timeLeft(evaluations: number): string {
  const one = run.value;
  if (one === undefined || one.status !== "running" || evaluations === 0) return "–";
  const left = usual * (doc.value?.method.starts ?? 1) - evaluations;
  return left <= 0 ? "soon" : `about ${duration((one.seconds / evaluations) * left)}`;
}

function sentence(): string {
  const one = run.value;
  if (one === undefined) return "Not learned yet: the curve follows the parameters as they are.";
  switch (one.status) {
    case "running":
      return one.entries.length === 0 ? "Computing the first evaluation." : "Learning.";
    case "paused":
      return "Paused. It goes on from here, also after the page was closed.";
    case "ended":
      return `Ended: ${one.end?.message ?? ""}.`.replace(/\.\.$/, ".");
    case "failed":
      return one.problem?.message ?? "The fit failed.";
  }
}
