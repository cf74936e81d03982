import { computed, signal } from "@preact/signals";
import type { JSX } from "preact";
import { rowsOf } from "../../model/convert.ts";
import { Button } from "../../parts/button.tsx";
import { bytes, duration } from "../../parts/format.ts";
import { isRunning } from "../../store/learning.ts";
import { live } from "../../store/live.ts";
import { tree } from "../../store/store.ts";
import type { TapeAnswer, TapeLine } from "../../worker/pictures.ts";
import { taskWhile } from "./tab.ts";
import { TapeGraph } from "./tapegraph.tsx";
import { Waiting } from "./waiting.tsx";

const wanted = taskWhile("tape");
/** While a fit runs, a tape would be out of date before it is there. */
const tape = live(
  "tape",
  computed(() => (isRunning.value ? undefined : wanted.value)),
);
const view = signal<"table" | "graph">("graph");

/** The list of operations that an evaluation of the likelihood writes down, and what each of them takes. */
export function Tape(): JSX.Element {
  const answer = tape.value.value;
  if (isRunning.value) {
    return (
      <div class="empty">
        <p>The tape is shown while no fit runs: pause it.</p>
      </div>
    );
  }
  if (answer === undefined) return <Waiting live={tape.value} what="the tape" />;
  const { lines } = answer;
  const total = lines.reduce((sum, line) => sum + line.bytes, 0);
  const paths = tree.value === undefined ? [] : rowsOf(tree.value).map(({ path }) => path);
  return (
    <div class="stack">
      <p class="small muted">
        <b>{lines.length}</b> operations whose results take <b>{bytes(total)}</b>. The value alone takes{" "}
        <b>{duration(answer.value / 1000)}</b>, with its gradient by all parameters{" "}
        <b>{duration(answer.valueAndGradient / 1000)}</b>: <b>{(answer.valueAndGradient / answer.value).toFixed(1)}</b>{" "}
        times as long.
      </p>
      <fieldset class="row" aria-label="How the tape is shown">
        <Button
          tiny
          pressed={view.value === "graph"}
          onClick={() => {
            view.value = "graph";
          }}
        >
          Graph
        </Button>
        <Button
          tiny
          pressed={view.value === "table"}
          onClick={() => {
            view.value = "table";
          }}
        >
          Table
        </Button>
      </fieldset>
      {view.value === "graph" ? <TapeGraph lines={lines} paths={paths} /> : <Table answer={answer} paths={paths} />}
    </div>
  );
}

function Table({ answer, paths }: { readonly answer: TapeAnswer; readonly paths: readonly string[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="table-scroll" aria-label="Tape" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="number">
              line
            </th>
            <th scope="col">operation</th>
            <th scope="col">of</th>
            <th scope="col">shape</th>
            <th scope="col" class="number">
              forward
            </th>
            <th scope="col" class="number">
              backward
            </th>
            <th scope="col" class="number">
              memory
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.lines.map((line, i) => (
            <tr key={`${i} ${line.op}`}>
              <td class="number">{i + 1}</td>
              <th scope="row">{line.op}</th>
              <td>{inputsText(line, paths)}</td>
              <td>{line.shape}</td>
              <td class="number">{duration(line.forward / 1000)}</td>
              <td class="number">{line.backward === undefined ? "–" : duration(line.backward / 1000)}</td>
              <td class="number">{bytes(line.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inputsText({ inputs, shapes }: TapeLine, paths: readonly string[]): string {
  return inputs
    .map((input, i) =>
      input >= 0 ? `line ${input + 1}` : input === -1 ? shapes[i] : (paths[-2 - input] ?? "parameter"),
    )
    .join(", ");
}
