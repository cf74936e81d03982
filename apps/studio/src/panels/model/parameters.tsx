import { rangeOf } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { changed } from "../../model/edit.ts";
import { isGroup, type Node, type Parameter } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { NumberField } from "../../parts/numberfield.tsx";
import { edit, setParameter } from "../../store/editing.ts";
import { series } from "../../store/store.ts";
import { unitOfParameter } from "../../store/units.ts";
import { Limits } from "./limits.tsx";
import { LogSlider } from "./logslider.tsx";

/** All numbers of a node: those that are learned, and those that are given. */
export function Parameters({ node }: { readonly node: Node }): JSX.Element | null {
  const learned = isGroup(node) ? [] : Object.entries(node.learned);
  const constants = isGroup(node) ? [] : Object.entries(node.constants).filter(([name]) => name !== "nu");
  if (node.variance === undefined && learned.length === 0 && constants.length === 0) return null;
  return (
    <div class="parameters">
      {node.variance === undefined ? null : (
        <ParameterRow node={node} argument="variance" index={0} parameter={node.variance} />
      )}
      {learned.flatMap(([argument, all]) =>
        all.map((parameter, index) => (
          <ParameterRow
            key={`${argument} ${index}`}
            node={node}
            argument={argument}
            index={all.length > 1 ? index : -1}
            parameter={parameter}
          />
        )),
      )}
      {constants.map(([name, value]) => (
        <div key={name} class="parameter">
          <span class="parameter-name">{name}</span>
          <span class="small muted given-unit">{unitOfParameter(node.kernel, name, -1)}</span>
          <span class="parameter-value given">
            <NumberField
              label={`${name} of ${node.name}`}
              width="6em"
              value={value}
              onChange={(next) =>
                edit((tree) =>
                  changed(tree, node.id, (one) =>
                    isGroup(one) ? one : { ...one, constants: { ...one.constants, [name]: next } },
                  ),
                )
              }
            />
          </span>
        </div>
      ))}
    </div>
  );
}

function ParameterRow(props: {
  readonly node: Node;
  readonly argument: string;
  /** Which input a length is for; −1 for all of them. */
  readonly index: number;
  readonly parameter: Parameter;
}): JSX.Element {
  const { node, argument, index, parameter } = props;
  const [open, setOpen] = useState(false);
  const input = index < 0 || argument === "variance" ? "" : ` ${series.value?.xLabels[index] ?? index}`;
  const name = `${argument}${input}`;
  const unit = unitOfParameter(node.kernel, argument, index);
  const label = `${name} of ${node.name}`;
  const key = `${node.id} ${argument} ${index}`;
  const set = (next: Parameter, step?: string): void => setParameter(node.id, argument, Math.max(0, index), next, step);
  const isSet = parameter.bounds !== undefined || parameter.prior !== undefined;
  return (
    <div class="parameter">
      <span class="parameter-name" title={unit === "" ? name : `${name}, in ${unit}`}>
        {argument}
        {input === "" ? null : <small>{input.replace(/\s*\([^)]*\)$/, "")}</small>}
      </span>
      <LogSlider label={label} parameter={parameter} onChange={(value) => set({ ...parameter, value }, key)} />
      <span class="parameter-value">
        <NumberField
          label={label}
          value={parameter.value}
          width="6em"
          check={(value) => within(value, parameter)}
          onChange={(value) => set({ ...parameter, value })}
        />
        <Button
          tiny
          look="quiet"
          icon={parameter.fixed === true ? "lock" : "unlock"}
          label={parameter.fixed === true ? `Let ${label} be learned` : `Keep ${label} fixed`}
          pressed={parameter.fixed === true}
          onClick={() => set({ ...parameter, fixed: parameter.fixed !== true })}
        />
        <Button
          tiny
          look="quiet"
          icon="tune"
          label={`Bounds and prior of ${label}`}
          pressed={open || isSet}
          onClick={() => setOpen(!open)}
        />
      </span>
      {open ? <Limits label={label} parameter={parameter} onChange={set} /> : null}
    </div>
  );
}

function within(value: number, parameter: Parameter): string | undefined {
  const range = rangeOf(parameter);
  if (range === undefined || (value > range[0] && value < range[1])) return undefined;
  return `It must lie between ${range[0]} and ${range[1]}.`;
}
