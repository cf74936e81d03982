import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { rowsOf } from "../../model/convert.ts";
import { Button } from "../../parts/button.tsx";
import { duration, figure } from "../../parts/format.ts";
import { reader } from "../../store/live.ts";
import { task, tree } from "../../store/store.ts";
import { RefusedError } from "../../worker/client.ts";
import type { CheckAnswer, CheckRow } from "../../worker/pictures.ts";

const state = signal<{ readonly answer?: CheckAnswer; readonly paths: readonly string[]; readonly problem?: string }>({
  paths: [],
});
const checking = signal(false);

async function check(): Promise<void> {
  const [ask, node] = [task.peek(), tree.peek()];
  if (ask === undefined || node === undefined) return;
  const paths = rowsOf(node).map(({ path }) => path);
  checking.value = true;
  try {
    state.value = { answer: await reader.ask("check", ask), paths };
  } catch (error) {
    state.value = { paths, problem: error instanceof RefusedError ? error.problem.message : String(error) };
  }
  checking.value = false;
}

/** The gradient of the present model, in reverse mode, forward mode and by differences. */
export function Gradients(): JSX.Element {
  const { answer, paths, problem } = state.value;
  return (
    <div class="stack">
      <div class="row spread">
        <p class="small muted">
          The derivative of the negative log likelihood by the logarithm of each parameter. Reverse mode computes all at
          once, forward mode one at a time, and differences know nothing of derivatives: that is the check.
        </p>
        <Button look="primary" onClick={() => void check()} disabled={checking.value}>
          {checking.value ? "Checking …" : "Check the gradient"}
        </Button>
      </div>
      {problem === undefined ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {answer === undefined ? null : <Table answer={answer} paths={paths} />}
    </div>
  );
}

function Table({ answer, paths }: { readonly answer: CheckAnswer; readonly paths: readonly string[] }): JSX.Element {
  const wrong = answer.rows.filter((row) => !agrees(row)).length;
  return (
    <>
      <p role="status">
        <b class={wrong === 0 ? "good" : "problem"}>
          {wrong === 0 ? `All ${answer.rows.length} agree.` : `${wrong} of ${answer.rows.length} do not agree.`}
        </b>{" "}
        Reverse mode took {duration(answer.reverse / 1000)} for all of them, forward mode{" "}
        {duration(answer.forward / 1000)}.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="table-scroll" aria-label="Gradient check" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">parameter</th>
              <th scope="col" class="number">
                reverse
              </th>
              <th scope="col" class="number">
                forward
              </th>
              <th scope="col" class="number">
                differences
              </th>
              <th scope="col" class="number">
                forward, time
              </th>
              <th scope="col">agree</th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={row.parameter}>
                <th scope="row">{paths[row.parameter]}</th>
                <td class="number">{figure(row.reverse, 8)}</td>
                <td class="number">{figure(row.forward, 8)}</td>
                <td class="number">
                  {figure(row.differences, 6)} ± {figure(row.tolerance, 1)}
                </td>
                <td class="number">{duration(row.forwardTime / 1000)}</td>
                <td>{agrees(row) ? "yes" : "no"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** Both modes to rounding, and differences as far as they can tell. */
function agrees({ reverse, forward, differences, tolerance }: CheckRow): boolean {
  const size = Math.max(Math.abs(reverse), Math.abs(forward), 1);
  return Math.abs(reverse - forward) <= 1e-6 * size && Math.abs(reverse - differences) <= 3 * tolerance + 1e-5 * size;
}
