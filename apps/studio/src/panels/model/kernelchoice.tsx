import { memo } from "preact/compat";
import { changed } from "../../model/edit.ts";
import { labelOf, leafFor, offerOf, offers } from "../../model/kernels.ts";
import { isGroup, type LeafNode } from "../../model/tree.ts";
import { Select } from "../../parts/select.tsx";
import { edit } from "../../store/editing.ts";
import { series } from "../../store/store.ts";

/** Which kernel a leaf is. Parameters that both have, keep their values. */
export const KernelChoice = memo(function KernelChoice({ node }: { readonly node: LeafNode }) {
  return (
    <Select
      label={`Kernel of ${node.name}`}
      hideLabel
      value={offerOf(node)?.value}
      placeholder={labelOf(node)}
      options={offers}
      onChange={(value) => {
        const offer = offers.find((one) => one.value === value);
        const data = series.peek();
        if (offer === undefined || data === undefined) return;
        edit((tree) =>
          changed(tree, node.id, (before) => {
            const fresh = leafFor(offer, data);
            if (isGroup(fresh) || isGroup(before)) return before;
            const learned = Object.entries(fresh.learned).map(([name, all]) => [name, before.learned[name] ?? all]);
            const name = before.name.startsWith(before.kernel) ? fresh.name : before.name;
            const { variance } = before;
            const { variance: _, ...rest } = fresh;
            const kept = { ...rest, id: before.id, name, learned: Object.fromEntries(learned) };
            return variance === undefined ? kept : { ...kept, variance };
          }),
        );
      }}
    />
  );
}, isSame);

/** A fit moves parameters many times a second, and no choice depends on them. */
function isSame(a: { readonly node: LeafNode }, b: { readonly node: LeafNode }): boolean {
  return a.node.id === b.node.id && a.node.name === b.node.name && offerOf(a.node) === offerOf(b.node);
}
