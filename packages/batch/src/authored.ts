import { isTensor, type Tensor } from "@wengert/array";
import { sum } from "@wengert/ops";
import {
  at,
  bindBelow,
  cotangentsOf,
  isDifferentiated,
  type Outputs,
  outputsLike,
  partsOf,
  type Rule,
  readsNumbers,
  ruleOf,
  tangentsOf,
  within,
} from "@wengert/trace";
import type { ManyValues } from "./manyvalues.ts";

/*
 * Rules whose authors do not say how they compute many calls at once. Code that is written in ops runs once, on the values
 * of the batch; code that reads numbers, once for each element.
 */

/** Carries out such a rule on values of a batch. */
export function authored(
  batch: ManyValues,
  rule: Rule,
  args: readonly Tensor[],
  attributes: object | undefined,
): Outputs {
  if (!args.some(isDifferentiated)) return batchedValue(batch, rule, args, attributes);
  const mapped = args.map((x) => batch.isMapped(x));
  const xs = args.map((x) => batch.lower(x));
  return batch.outputs(rule, bindBelow(batch, lifted(batch, rule, mapped), xs, attributes));
}

function batchedValue(batch: ManyValues, rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
  const { name, composite } = rule;
  const rest = attributes === undefined ? [] : [attributes];
  try {
    const y = at(batch, () => (composite ? rule.impl(args) : rule.impl(...args, ...rest)));
    // What is no Tensor is refused below, by name.
    if (isOutputs(y)) {
      batch.report?.note(name, "one call");
      return y;
    }
  } catch (error) {
    if (!readsNumbers(error)) throw error;
  }
  batch.report?.note(name, "loop");
  let form: Outputs | undefined;
  const parts = batch.each((element) => {
    form = bindBelow(batch, rule, args.map(element), attributes);
    return partsOf(form);
  });
  return outputsLike(form as Outputs, parts) as Outputs;
}

function isOutputs(y: unknown): y is Outputs {
  if (isTensor(y)) return true;
  if (Array.isArray(y)) return false;
  const parts: unknown[] = typeof y === "object" && y !== null ? Object.values(y) : [];
  return parts.length > 0 && parts.every(isTensor);
}

/**
 * The rule of a whole batch. Its value and its derivatives are those of all elements; an argument that they share gets the
 * sum of their cotangents.
 */
function lifted(outer: ManyValues, rule: Rule, mapped: readonly boolean[]): Rule {
  const { name, held, composite, jvp, vjp } = rule;
  const inBatch = <T>(f: (batch: ManyValues) => T): T => within(outer.another(), f);
  const stacked = (batch: ManyValues, xs: readonly Tensor[]): readonly Tensor[] =>
    xs.map((x, i) => (mapped[i] ? batch.stacked(x) : x));
  const all = (batch: ManyValues, y: unknown): unknown =>
    outputsLike(
      y as Outputs,
      partsOf(y).map((part) => part && batch.stacked(part)),
    );
  const impl = (xs: readonly Tensor[], attributes: object | undefined): Outputs =>
    inBatch((batch) => {
      const y = batchedValue(batch, rule, stacked(batch, xs), attributes);
      return outputsLike(
        y,
        partsOf(y).map((part) => batch.spread(part as Tensor)),
      ) as Outputs;
    });
  return ruleOf({
    name,
    held,
    composite,
    impl: composite
      ? (xs, attributes) => impl(xs as readonly Tensor[], attributes as object | undefined)
      : (...args) => impl(args.slice(0, mapped.length) as Tensor[], args[mapped.length] as object | undefined),
    jvp:
      jvp &&
      ((dxs, xs, y, attributes) =>
        inBatch((batch) => {
          const tangents = dxs.map((dx, i) => (dx !== undefined && mapped[i] ? batch.stacked(dx) : dx));
          const dys = tangentsOf(rule, tangents, stacked(batch, xs), all(batch, y) as Outputs, attributes);
          return outputsLike(
            y,
            dys.map((dy) => dy && batch.spread(dy)),
          );
        })),
    vjp:
      vjp &&
      ((ybar, xs, y, attributes) => (wanted: readonly boolean[]) =>
        inBatch((batch) => {
          const [bars, ys] = [all(batch, ybar), all(batch, y) as Outputs];
          const xbars = cotangentsOf(rule, bars, stacked(batch, xs), ys, attributes, wanted).map(
            (xbar) => xbar && batch.spread(xbar),
          );
          return xbars.map((xbar, i) => (xbar === undefined || mapped[i] ? xbar : sum(xbar, { axis: 0 })));
        })),
  });
}
