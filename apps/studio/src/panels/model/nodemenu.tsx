import { memo } from "preact/compat";
import { joined, nested, nudged, out, removed, sizeOf } from "../../model/edit.ts";
import { leafFor, offers } from "../../model/kernels.ts";
import { find, isGroup, type Node, parentOf } from "../../model/tree.ts";
import { type Action, Menu } from "../../parts/menu.tsx";
import { edit, largest } from "../../store/editing.ts";
import { series, tree } from "../../store/store.ts";
import { ardAction, varianceAction } from "./actions.ts";

/**
 * What can be done with a node: another one added to it or multiplied with it, and its place. It is made anew when its name is,
 * and not when a fit moves its parameters: what is in it is only looked up when it is opened.
 */
export const NodeMenu = memo(function NodeMenu({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <>
      <Menu tiny bare icon="plus" label={`Add to ${name}`} actions={() => joining(id, "sum")} />
      <Menu tiny bare icon="times" label={`Multiply ${name} with`} actions={() => joining(id, "product")} />
      <Menu tiny bare icon="more" label={`More for ${name}`} actions={() => others(id)} />
    </>
  );
});

function joining(id: string, kernel: "sum" | "product"): Action[] {
  const root = tree.peek();
  return offers.map((offer) => ({
    label: offer.label,
    hint: offer.hint,
    disabled: root !== undefined && sizeOf(root) >= largest,
    onClick: () => {
      const data = series.peek();
      if (data !== undefined) edit((one) => joined(one, id, kernel, leafFor(offer, data)));
    },
  }));
}

function others(id: string): Action[] {
  const root = tree.peek();
  const node = root && find(root, id);
  if (root === undefined || node === undefined) return [];
  const parent = parentOf(root, id);
  const siblings = parent?.children ?? [];
  const index = siblings.indexOf(node);
  const beside = [siblings[index - 1], siblings[index + 1]].some((one) => one !== undefined && isGroup(one));
  const isDeep = parent !== undefined && parentOf(root, parent.id) !== undefined;
  const move = (label: string, f: (tree: Node) => Node, disabled: boolean): Action => ({
    label,
    disabled,
    onClick: () => edit(f),
  });
  return [
    ...varianceAction(node),
    ...ardAction(node),
    move("Move up", (one) => nudged(one, id, -1), parent === undefined || (index === 0 && !isDeep)),
    move("Move down", (one) => nudged(one, id, 1), parent === undefined || (index === siblings.length - 1 && !isDeep)),
    move("Into the group beside it", (one) => nested(one, id), !beside),
    move("Out of its group", (one) => out(one, id), !isDeep),
    move("Remove", (one) => removed(one, id), parent === undefined),
  ];
}
