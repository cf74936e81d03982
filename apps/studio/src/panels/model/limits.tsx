import type { JSX } from "preact";
import type { Parameter } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { NumberField } from "../../parts/numberfield.tsx";

/** Between which numbers a parameter stays, and what is believed of it beforehand. */
export function Limits(props: {
  readonly label: string;
  readonly parameter: Parameter;
  readonly onChange: (next: Parameter) => void;
}): JSX.Element {
  const { label, parameter, onChange } = props;
  const { value, bounds, prior } = parameter;
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
      {prior === undefined ? (
        <Button
          tiny
          onClick={() =>
            onChange({ ...parameter, prior: { distribution: "logNormal", median: rounded(value), deviation: 1 } })
          }
        >
          Give it a prior
        </Button>
      ) : (
        <div class="row">
          <NumberField
            caption="prior median"
            label={`Median of the log-normal prior of ${label}`}
            width="5.4em"
            value={prior.median}
            onChange={(median) => onChange({ ...parameter, prior: { ...prior, median } })}
          />
          <NumberField
            caption="deviation of log"
            label={`Standard deviation of the logarithm, in the prior of ${label}`}
            width="5.4em"
            value={prior.deviation}
            onChange={(deviation) => onChange({ ...parameter, prior: { ...prior, deviation } })}
          />
          <Button
            tiny
            look="quiet"
            icon="close"
            label={`No prior for ${label}`}
            onClick={() => onChange({ ...parameter, prior: undefined })}
          />
        </div>
      )}
    </div>
  );
}

/** Two digits are enough to begin with. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
