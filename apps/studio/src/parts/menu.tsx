import { Menu as Base } from "@base-ui/react/menu";
import type { JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** Something that a menu does. */
export interface Action {
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** A button that opens a list of actions. */
export function Menu(props: {
  readonly label: string;
  readonly icon?: IconName;
  /** What is in it, when it is opened. */
  readonly actions: () => readonly Action[];
  /** Shows the icon alone. */
  readonly bare?: boolean;
  readonly tiny?: boolean;
}): JSX.Element {
  const { label, icon, actions, bare = false, tiny = false } = props;
  return (
    <Base.Root modal={false}>
      <Base.Trigger
        className={["button", bare ? "quiet icon" : "", tiny ? "tiny" : ""].join(" ")}
        aria-label={label}
        title={bare ? label : undefined}
      >
        {icon === undefined ? null : <Icon name={icon} size={tiny ? 14 : 16} />}
        {bare ? null : label}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="positioner" sideOffset={4} align="end">
          <Base.Popup className="popup">
            <Items actions={actions} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Items({ actions }: { readonly actions: () => readonly Action[] }): JSX.Element {
  return (
    <>
      {actions().map((action) => (
        <Base.Item key={action.label} className="item" disabled={action.disabled} onClick={action.onClick}>
          {action.icon === undefined ? null : <Icon name={action.icon} />}
          <span>
            {action.label}
            {action.hint === undefined ? null : <span class="hint">{action.hint}</span>}
          </span>
        </Base.Item>
      ))}
    </>
  );
}
