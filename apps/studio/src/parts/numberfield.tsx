import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Digits that are shown; a value keeps all of its own until somebody writes another. */
const digits = 4;

/** A positive number to write. It is taken over by Enter, or when the field is left; Escape brings the old one back. */
export function NumberField(props: {
  /** All that it is about, for who does not see the page. */
  readonly label: string;
  /** What stands above it. */
  readonly caption?: string;
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
  readonly width?: string;
  /** What else the number must be; the sentence is shown where it is not. */
  readonly check?: (value: number) => string | undefined;
}): JSX.Element {
  const { label, caption, value, onChange, disabled, width = "6.5em", check } = props;
  const shown = value === undefined ? "" : written(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const number = Number(text);
  const positive = number > 0 && Number.isFinite(number) ? undefined : "A positive number is needed here.";
  const problem = text === shown ? undefined : (positive ?? check?.(number));
  const accept = (): void => {
    if (text === shown) return;
    if (problem === undefined) onChange(number);
    else setText(shown);
  };
  const input = (
    <input
      class="input small mono"
      style={{ width }}
      type="text"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      value={text}
      disabled={disabled}
      onInput={(event) => setText(event.currentTarget.value)}
      onBlur={accept}
      onKeyDown={(event) => {
        if (event.key === "Enter") accept();
        if (event.key === "Escape") setText(shown);
      }}
    />
  );
  if (caption === undefined) return input;
  return (
    <span class="field">
      <span aria-hidden="true">{caption}</span>
      {input}
    </span>
  );
}

/** With fewer digits where a power of ten would not leave room for all. */
function written(value: number): string {
  const text = String(Number(value.toPrecision(digits)));
  return text.includes("e") && text.length > 8 ? String(Number(value.toPrecision(2))) : text;
}
