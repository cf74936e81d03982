import { oneLine } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { presetsFor } from "../../model/presets.ts";
import { Select } from "../../parts/select.tsx";
import { replaceCovariance } from "../../store/editing.ts";
import { say, series, tree } from "../../store/store.ts";
import { Expression } from "./expression.tsx";
import { Samples } from "./samples.tsx";
import { TreeNode } from "./treenode.tsx";

/** The covariance: what it looks like, as an expression, and as a tree. */
export function ModelPanel(): JSX.Element | null {
  const data = series.value;
  const root = tree.value;
  if (data === undefined || root === undefined) return null;
  const presets = presetsFor(data);
  return (
    <section class="card area-model stack" id="model" aria-labelledby="model-title">
      <header>
        <h2 id="model-title">Covariance</h2>
        <Select
          label="Begin with"
          hideLabel
          value={undefined}
          placeholder="Begin with …"
          options={presets}
          onChange={(value) => {
            const preset = presets.find((one) => one.value === value);
            try {
              if (preset !== undefined) replaceCovariance(preset.covariance(data));
            } catch (error) {
              say({ name: "Covariance", message: oneLine(error) });
            }
          }}
        />
      </header>
      <Samples />
      <Expression />
      <ul class="tree" aria-label="Parts of the covariance">
        <TreeNode node={root} depth={0} place={undefined} />
      </ul>
      <p class="small muted">
        Drag a part by its handle, or focus the handle and press Alt with the arrow keys: ↑ ↓ moves it, → puts it into
        the group beside it, ← takes it out.
      </p>
    </section>
  );
}
