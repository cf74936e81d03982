import type { JSX } from "preact";
import { nested, nudged, out } from "../../model/edit.ts";
import { type Node, parentOf } from "../../model/tree.ts";
import { Icon } from "../../parts/icons.tsx";
import { edit } from "../../store/editing.ts";
import { tree } from "../../store/store.ts";
import { dragSource } from "./dragging.ts";

/** The handle of a node: by the pointer or by keys. */
export function Grip({ node }: { readonly node: Node }): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey) return;
    const action = {
      ArrowUp: (root: Node) => nudged(root, node.id, -1),
      ArrowDown: (root: Node) => nudged(root, node.id, 1),
      ArrowRight: (root: Node) => nested(root, node.id),
      ArrowLeft: (root: Node) => out(root, node.id),
    }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    edit(action);
    // The handle was made anew at its new place.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-grip="${node.id}"]`)?.focus());
  };
  const root = tree.value;
  const parent = root && parentOf(root, node.id);
  const at = parent === undefined ? "" : `, ${parent.children.indexOf(node) + 1} of ${parent.children.length}`;
  return (
    <button
      type="button"
      class="grip"
      data-grip={node.id}
      aria-label={`Move ${node.name}${at}. Alt and the arrow keys move it.`}
      onKeyDown={onKeyDown}
      {...dragSource(node)}
    >
      <Icon name="grip" size={14} />
    </button>
  );
}
