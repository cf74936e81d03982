import type { JSX } from "preact";
import { joined, nested, nudged, out, removed, sizeOf } from "../../model/edit.ts";
import { leafFor, offers } from "../../model/kernels.ts";
import { isGroup, type Node, parentOf } from "../../model/tree.ts";
import { type Action, Menu } from "../../parts/menu.tsx";
import { edit, largest } from "../../store/editing.ts";
import { series, tree } from "../../store/store.ts";
import { ardAction, varianceAction } from "./actions.ts";
import type { Standing } from "./standing.ts";

/** What can be done with a node: another one added to it or multiplied with it, and its place. */
export function NodeMenu({ node, place }: { readonly node: Node; readonly place: Standing | undefined }): JSX.Element {
  const root = tree.value;
  const full = root !== undefined && sizeOf(root) >= largest;
  const join = (kernel: "sum" | "product"): Action[] =>
    offers.map((offer) => ({
      label: offer.label,
      hint: offer.hint,
      disabled: full,
      onClick: () => {
        const data = series.peek();
        if (data !== undefined) edit((one) => joined(one, node.id, kernel, leafFor(offer, data)));
      },
    }));
  return (
    <>
      <Menu tiny bare icon="plus" label={`Add to ${node.name}`} actions={join("sum")} />
      <Menu tiny bare icon="times" label={`Multiply ${node.name} with`} actions={join("product")} />
      <Menu tiny bare icon="more" label={`More for ${node.name}`} actions={others(node, place)} />
    </>
  );
}

function others(node: Node, place: Standing | undefined): Action[] {
  const move = (label: string, f: (root: Node) => Node, disabled: boolean): Action => ({
    label,
    disabled,
    onClick: () => edit(f),
  });
  const siblings = place?.parent.children ?? [];
  const index = place?.index ?? 0;
  const beside = [siblings[index - 1], siblings[index + 1]].some((one) => one !== undefined && isGroup(one));
  const root = tree.value;
  const isDeep = place !== undefined && root !== undefined && parentOf(root, place.parent.id) !== undefined;
  return [
    ...varianceAction(node),
    ...ardAction(node),
    move("Move up", (one) => nudged(one, node.id, -1), place === undefined || (index === 0 && !isDeep)),
    move(
      "Move down",
      (one) => nudged(one, node.id, 1),
      place === undefined || (index === siblings.length - 1 && !isDeep),
    ),
    move("Into the group beside it", (one) => nested(one, node.id), !beside),
    move("Out of its group", (one) => out(one, node.id), !isDeep),
    move("Remove", (one) => removed(one, node.id), place === undefined),
  ];
}
