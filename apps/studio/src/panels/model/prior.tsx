import { type DistributionName, distributions, numbersOf, type Prior, priorWith } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import type { Parameter } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { NumberField } from "../../parts/numberfield.tsx";
import { type Option, Select } from "../../parts/select.tsx";

const choices: readonly Option<DistributionName>[] = [
  { value: "logNormal", label: "log-normal", hint: "about a median, by a factor" },
  { value: "gamma", label: "gamma", hint: "shape · scale, and not far above" },
  { value: "inverseGamma", label: "inverse gamma", hint: "scale / shape, and not far below" },
  { value: "halfNormal", label: "half-normal", hint: "up to about the scale" },
  { value: "halfCauchy", label: "half-Cauchy", hint: "the same with a heavy tail" },
  { value: "uniform", label: "uniform", hint: "anything between two numbers" },
];

/** What is believed of a parameter beforehand: a distribution and its numbers. */
export function PriorFields(props: {
  readonly label: string;
  readonly parameter: Parameter;
  readonly onChange: (prior: Prior | undefined) => void;
}): JSX.Element {
  const { label, parameter, onChange } = props;
  const { value, prior } = parameter;
  if (prior === undefined) {
    return (
      <Button tiny onClick={() => onChange(suggested("logNormal", value))}>
        Give it a prior
      </Button>
    );
  }
  const { distribution } = prior;
  const numbers = numbersOf(prior);
  const withNumber = (i: number, next: number): Prior =>
    priorWith(
      distribution,
      numbers.map((one, k) => (k === i ? next : one)),
    );
  return (
    <div class="row">
      <Select
        label="prior"
        name={`Prior of ${label}`}
        value={distribution}
        options={choices}
        onChange={(next) => onChange(suggested(next, value))}
      />
      {distributions[distribution].numbers.map((name, i) => (
        <NumberField
          key={name}
          caption={name === "deviation" ? "deviation of log" : name}
          label={`${name} of the prior of ${label}`}
          width="5.4em"
          value={numbers[i]}
          check={(next) => problemOf(withNumber(i, next), value)}
          onChange={(next) => onChange(withNumber(i, next))}
        />
      ))}
      <Button tiny look="quiet" icon="close" label={`No prior for ${label}`} onClick={() => onChange(undefined)} />
    </div>
  );
}

function problemOf(prior: Prior, value: number): string | undefined {
  if (prior.distribution !== "uniform" || (prior.low < value && value < prior.high)) return undefined;
  return "The value must lie between the two.";
}

/** A wide prior that is highest where the parameter is; a uniform one spans two powers of ten about it. */
function suggested(distribution: DistributionName, value: number): Prior {
  const here = rounded(value);
  switch (distribution) {
    case "logNormal":
      return priorWith(distribution, [here, 1]);
    case "gamma":
      return priorWith(distribution, [2, rounded(here / 2)]);
    case "inverseGamma":
      return priorWith(distribution, [2, rounded(2 * here)]);
    case "uniform":
      return priorWith(distribution, [rounded(value / 10), rounded(value * 10)]);
    default:
      return priorWith(distribution, [here]);
  }
}

/** Two digits are enough to begin with. */
export function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
