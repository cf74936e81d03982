import { Select as Base } from "@base-ui/react/select";
import type { JSX } from "preact";
import { Icon } from "./icons.tsx";

/** One of the things to choose from. */
export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** A choice of one among several. */
export function Select<T extends string>(props: {
  /** What stands above it. */
  readonly label: string;
  /** All that it is about, where the label says too little. */
  readonly name?: string;
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
}): JSX.Element {
  const { label, name = label, value, options, onChange, placeholder, hideLabel } = props;
  const shown = options.find((option) => option.value === value)?.label ?? placeholder ?? "";
  return (
    <span class="field">
      {hideLabel ? null : <span aria-hidden="true">{label}</span>}
      <Base.Root
        value={value ?? null}
        onValueChange={(next) => {
          if (next !== null) onChange(next as T);
        }}
      >
        <Base.Trigger className="select" aria-label={`${name}: ${shown}`}>
          <span>{shown}</span>
          <Icon name="chevron" size={12} />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="positioner" sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className="popup">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="item">
                  <Base.ItemText>
                    {option.label}
                    {option.hint === undefined ? null : <span class="hint">{option.hint}</span>}
                  </Base.ItemText>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </span>
  );
}
