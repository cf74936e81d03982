import type { HTMLAttributes } from "preact";
import { moved, type Spot } from "../../model/edit.ts";
import { isGroup, type Node } from "../../model/tree.ts";
import { edit } from "../../store/editing.ts";
import type { Standing } from "./standing.ts";

/** The node that is dragged; a browser keeps the data of a drag to itself until the drop. */
let dragged: string | undefined;

/** What a handle does while its node is dragged. */
export function dragSource(node: Node): Pick<HTMLAttributes<HTMLElement>, "draggable" | "onDragStart" | "onDragEnd"> {
  return {
    draggable: true,
    onDragStart: (event) => {
      dragged = node.id;
      event.dataTransfer?.setData("text/plain", node.name);
      const item = (event.currentTarget as HTMLElement).closest("li");
      if (item !== null) event.dataTransfer?.setDragImage(item, 12, 12);
    },
    onDragEnd: () => {
      dragged = undefined;
      clear();
    },
  };
}

/** What a node does while another one is over it: takes it before itself, behind itself, or, a group, into itself. */
export function dropTarget(
  node: Node,
  place: Standing | undefined,
): Pick<HTMLAttributes<HTMLLIElement>, "onDragOver" | "onDrop" | "onDragLeave"> {
  return {
    onDragOver: (event) => {
      if (dragged === undefined) return;
      const spot = spotOf(event, node, place);
      if (spot === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      clear();
      event.currentTarget.dataset["drop"] = spot.side;
    },
    onDragLeave: (event) => {
      delete event.currentTarget.dataset["drop"];
    },
    onDrop: (event) => {
      const spot = spotOf(event, node, place);
      const id = dragged;
      if (id === undefined || spot === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      clear();
      edit((tree) => moved(tree, id, spot));
    },
  };
}

type Side = "before" | "after" | "into";

function spotOf(
  event: DragEvent,
  node: Node,
  place: Standing | undefined,
): (Spot & { readonly side: Side }) | undefined {
  const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const share = (event.clientY - top) / height;
  if (isGroup(node) && (place === undefined || (share > 0.2 && share < 0.8))) {
    return { parent: node.id, index: node.children.length, side: "into" };
  }
  if (place === undefined) return undefined;
  const after = share > 0.5;
  return { parent: place.parent.id, index: place.index + (after ? 1 : 0), side: after ? "after" : "before" };
}

function clear(): void {
  for (const item of document.querySelectorAll<HTMLElement>("[data-drop]")) delete item.dataset["drop"];
}
