import type { JSX } from "preact";
import type { Parameter } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { NumberField } from "../../parts/numberfield.tsx";
import { PriorFields, rounded } from "./prior.tsx";

/** Between which numbers a parameter stays, and what is believed of it beforehand. */
export function Limits(props: {
  readonly label: string;
  readonly parameter: Parameter;
  readonly onChange: (next: Parameter) => void;
}): JSX.Element {
  const { label, parameter, onChange } = props;
  const { value, bounds } = parameter;
  return (
    <div class="limits stack">
      {bounds === undefined ? (
        <Button tiny onClick={() => onChange({ ...parameter, bounds: [rounded(value / 10), rounded(value * 10)] })}>
          Bound it
        </Button>
      ) : (
        <div class="row">
          <NumberField
            caption="at least"
            label={`Lower bound of ${label}`}
            width="5.4em"
            value={bounds[0]}
            check={(low) => (low < value ? undefined : "The lower bound must be below the value.")}
            onChange={(low) => onChange({ ...parameter, bounds: [low, bounds[1]] })}
          />
          <NumberField
            caption="at most"
            label={`Upper bound of ${label}`}
            width="5.4em"
            value={bounds[1]}
            check={(high) => (high > value ? undefined : "The upper bound must be above the value.")}
            onChange={(high) => onChange({ ...parameter, bounds: [bounds[0], high] })}
          />
          <Button
            tiny
            look="quiet"
            icon="close"
            label={`No bounds for ${label}`}
            onClick={() => onChange({ ...parameter, bounds: undefined })}
          />
        </div>
      )}
      <PriorFields label={label} parameter={parameter} onChange={(prior) => onChange({ ...parameter, prior })} />
    </div>
  );
}
