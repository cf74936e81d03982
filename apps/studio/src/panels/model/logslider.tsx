import { rangeOf } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Parameter } from "../../model/tree.ts";
import { figure } from "../../parts/format.ts";

/** Powers of ten to either side of where it begins. */
const reach = 3;

/** A slider for a positive number: each step is a factor. */
export function LogSlider(props: {
  readonly label: string;
  readonly parameter: Parameter;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const { label, parameter, onChange } = props;
  const { value } = parameter;
  const middle = useRef(Math.round(Math.log10(value)));
  const at = Math.log10(value);
  // A fit may take the value out of the range.
  if (Math.abs(at - middle.current) > reach) middle.current = Math.round(at);
  const [low, high] = rangeOf(parameter)?.map(Math.log10) ?? [middle.current - reach, middle.current + reach];
  return (
    <input
      type="range"
      aria-label={`${label}, logarithmic`}
      aria-valuetext={figure(value)}
      min={low}
      max={high}
      step={(high - low) / 300}
      value={at}
      disabled={parameter.fixed}
      onInput={(event) => onChange(10 ** Number(event.currentTarget.value))}
    />
  );
}
