import type { JSX } from "preact";
import { duration, figure } from "../../parts/format.ts";
import type { Run } from "../../store/document.ts";
import { run } from "../../store/learning.ts";
import { posterior } from "../../store/posterior.ts";
import { evaluationsOf, leaderOf, unfinished } from "../../store/run.ts";
import { doc, objectiveName, task } from "../../store/store.ts";

/** A fit of such a model usually ends after so many evaluations. */
const usual = 60;

/** The numbers of a fit while it goes on. */
export function Figures(): JSX.Element {
  const one = run.value;
  const last = one === undefined ? undefined : leaderOf(one);
  const shown = one?.status === "ended" ? one.end?.value : last?.value;
  // While other data are read, the last answer is about those before.
  const { value: answer, asked } = posterior.value;
  const value = shown ?? (asked?.y === task.value?.y ? answer?.objective : undefined);
  const evaluations = one === undefined ? 0 : evaluationsOf(one);
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
      return one.entries.length === 0 ? "Computing the first evaluation." : `Learning${several(one)}.`;
    case "paused":
      return "Paused. It goes on from here, also after the page was closed.";
    case "ended":
      return `Ended${bestOf(one)}: ${one.end?.message ?? ""}.`.replace(/\.\.$/, ".");
    case "failed":
      return one.problem?.message ?? "The fit failed.";
  }
}

function several(one: Run): string {
  const count = one.starts.length;
  return count === 1 ? "" : ` from ${count} starts side by side; ${count - unfinished(one).length} of them have ended`;
}

function bestOf({ starts, end }: Run): string {
  return starts.length === 1 || end === undefined ? "" : `, start ${end.start + 1} of ${starts.length} is the best`;
}
