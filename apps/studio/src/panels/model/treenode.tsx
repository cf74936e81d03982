import type { JSX } from "preact";
import { labelOf } from "../../model/kernels.ts";
import { isGroup, type Node } from "../../model/tree.ts";
import { selected } from "../../store/store.ts";
import { dropTarget } from "./dragging.ts";
import { Grip } from "./grip.tsx";
import { KernelChoice } from "./kernelchoice.tsx";
import { NodeMenu } from "./nodemenu.tsx";
import { Parameters } from "./parameters.tsx";
import type { Standing } from "./standing.ts";

/** A part of the covariance with its parameters, and the parts inside of it. */
export function TreeNode(props: {
  readonly node: Node;
  readonly depth: number;
  readonly place: Standing | undefined;
}): JSX.Element {
  const { node, depth, place } = props;
  const isSelected = selected.value === node.id;
  const term = depth === 1 && place?.parent.kernel === "sum" ? place.index % 7 : undefined;
  return (
    <li class={`node ${isSelected ? "selected" : ""}`} data-node={node.id} {...dropTarget(node, place)}>
      {place !== undefined && place.index > 0 ? (
        <span class="joint" aria-hidden="true">
          {place.parent.kernel === "sum" ? "+" : "×"}
        </span>
      ) : null}
      <div class="node-head">
        {place === undefined ? null : <Grip node={node} />}
        <button
          type="button"
          class="node-name"
          aria-pressed={isSelected}
          title="Draw this part alone"
          onClick={() => {
            selected.value = isSelected ? undefined : node.id;
          }}
        >
          {term === undefined ? null : <span class="dot" style={{ background: `var(--part-${term})` }} />}
          {titleOf(node, place)}
        </button>
        <span class="node-tools">
          {isGroup(node) ? null : <KernelChoice node={node} />}
          <NodeMenu id={node.id} name={node.name} />
        </span>
      </div>
      <Parameters node={node} />
      {isGroup(node) ? (
        <ul>
          {node.children.map((child, index) => (
            <TreeNode key={child.id} node={child} depth={depth + 1} place={{ parent: node, index }} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function titleOf(node: Node, place: Standing | undefined): string {
  const kind = isGroup(node) ? (node.kernel === "sum" ? "Sum" : "Product") : labelOf(node);
  if (place === undefined || node.name.startsWith(node.kernel)) return kind;
  return isGroup(node) ? `${node.name}: ${kind.toLowerCase()}` : node.name;
}
