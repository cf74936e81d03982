import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../parts/button.tsx";
import { NumberField } from "../../parts/numberfield.tsx";
import { Select } from "../../parts/select.tsx";
import { learn, pause, reset, run, setMethod, step, stop } from "../../store/learning.ts";
import { doc } from "../../store/store.ts";
import type { MethodChoice } from "../../worker/protocol.ts";

const methods: readonly { readonly value: MethodChoice; readonly label: string; readonly hint: string }[] = [
  { value: "lbfgs", label: "L-BFGS", hint: "gradients and a memory of curvature; nearly always best here" },
  { value: "bfgs", label: "BFGS", hint: "the same with a full matrix" },
  { value: "cg", label: "Conjugate gradients", hint: "gradients alone, conjugate directions" },
  { value: "adam", label: "Adam", hint: "many small steps, as for networks" },
  { value: "nelder-mead", label: "Nelder–Mead", hint: "a simplex, without gradients" },
];

/** Learn, pause, step, stop, reset; and how it is done. */
export function Controls(): JSX.Element | null {
  const [options, setOptions] = useState(false);
  const document = doc.value;
  if (document === undefined) return null;
  const status = run.value?.status;
  const running = status === "running";
  const paused = status === "paused";
  return (
    <div class="stack">
      <fieldset class="row" aria-label="Learning">
        {running ? (
          <Button look="primary" icon="pause" onClick={pause}>
            Pause
          </Button>
        ) : (
          <Button look="primary" icon="play" onClick={() => learn()}>
            {paused ? "Resume" : status === "ended" ? "Learn again" : "Learn"}
          </Button>
        )}
        <Button icon="step" onClick={step} disabled={running}>
          Step
        </Button>
        <Button icon="stop" onClick={stop} disabled={!running && !paused}>
          Stop
        </Button>
        <Button icon="reset" onClick={reset} disabled={run.value === undefined}>
          Reset
        </Button>
        <Button look="quiet" icon="tune" pressed={options} onClick={() => setOptions(!options)}>
          Method
        </Button>
      </fieldset>
      {options ? <Options /> : null}
    </div>
  );
}

function Options(): JSX.Element | null {
  const document = doc.value;
  if (document === undefined) return null;
  const { method } = document;
  return (
    <fieldset class="row" aria-label="How to learn">
      <Select
        label="Method"
        value={method.name}
        options={methods}
        onChange={(name) => setMethod({ ...method, name })}
      />
      <NumberField
        caption="Starts"
        label="Starts: the first where the parameters are, the others at random about it, side by side"
        value={method.starts}
        width="4em"
        check={(value) => (Number.isInteger(value) && value <= 50 ? undefined : "A whole number up to 50.")}
        onChange={(starts) => setMethod({ ...method, starts })}
      />
      <NumberField
        caption="Seed"
        label="Seed of the random starts"
        value={method.seed}
        width="5em"
        check={(value) => (Number.isInteger(value) ? undefined : "A whole number.")}
        onChange={(seed) => setMethod({ ...method, seed })}
      />
      <NumberField
        caption="Iterations at most"
        label="Iterations at most, of each start"
        value={method.iterations}
        width="5em"
        check={(value) => (Number.isInteger(value) && value <= 100_000 ? undefined : "A whole number up to 100000.")}
        onChange={(iterations) => setMethod({ ...method, iterations })}
      />
    </fieldset>
  );
}
