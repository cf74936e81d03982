import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** What a button looks like and does. */
export interface ButtonProps {
  readonly onClick: () => void;
  readonly icon?: IconName;
  /** Its name, where there is no text in it. It is shown as a tip, too. */
  readonly label?: string;
  readonly children?: ComponentChildren;
  readonly look?: "primary" | "quiet" | "plain";
  readonly tiny?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly id?: string;
}

/** A button: a word, an icon, or both. */
export function Button({
  onClick,
  icon,
  label,
  children,
  look = "plain",
  tiny,
  disabled,
  pressed,
  id,
}: ButtonProps): JSX.Element {
  const name = ["button", look, tiny ? "tiny" : "", children === undefined ? "icon" : ""].join(" ");
  return (
    <button
      type="button"
      id={id}
      class={name}
      onClick={onClick}
      disabled={disabled}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
    >
      {icon === undefined ? null : <Icon name={icon} size={tiny ? 14 : 16} />}
      {children}
    </button>
  );
}
