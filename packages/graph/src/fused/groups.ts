import type { Program, Slot, Step } from "../capture/program.ts";
import { type Form, formOf, isIdentity, type Sum } from "./forms.ts";

/** Steps that are one loop over so many elements, in their order, or a single step of another kind. */
export interface Group {
  readonly steps: Step[];
  /** 0 for a single step of another kind. */
  readonly size: number;
  /** How its elements are added up, where they are. */
  sum: Sum | undefined;
}

/** A loop of more steps would have too much to keep in mind. */
const LONGEST = 64;

/** Where a value is computed: in a loop for each of its elements, so that its other steps can read it there, or as their sums. */
interface Origin {
  readonly group: number;
  readonly inside: boolean;
  readonly summed: boolean;
}

/**
 * Steps over equally many elements are put into one loop, as late as possible: there what they read has just been computed, and what they
 * compute is soon read. All other steps keep their order.
 */
export function groupsOf(program: Program): readonly Group[] {
  const groups: Group[] = [];
  const origins = new Map<Slot, Origin>();
  for (const step of program.steps) {
    const source = origins.get(step.inputs[0]);
    // Sums that are only seen in another shape.
    const same = source?.summed === true && isIdentity(step, program);
    const form = same ? undefined : formOf(step, program);
    const found = same ? source.group : form && fitting(groups, step, form, origins);
    const g = found ?? groups.push(started(form)) - 1;
    const group = groups[g];
    group.steps.push(step);
    group.sum ??= form?.sum;
    const summed = same || form?.sum !== undefined;
    for (const slot of step.outputs) origins.set(slot, { group: g, inside: form !== undefined && !summed, summed });
  }
  return groups;
}

function started(form: Form | undefined): Group {
  return { steps: [], size: form?.size ?? 0, sum: undefined };
}

/** The last group that a step can be part of. */
function fitting(
  groups: readonly Group[],
  { inputs }: Step,
  { size, sum }: Form,
  origins: ReadonlyMap<Slot, Origin>,
): number | undefined {
  let first = 0;
  for (const slot of inputs) {
    const origin = origins.get(slot);
    if (origin === undefined) continue;
    const inside = origin.inside && groups[origin.group].size === size;
    first = Math.max(first, inside ? origin.group : origin.group + 1);
  }
  for (let g = groups.length - 1; g >= first; g--) {
    const group = groups[g];
    if (group.size !== size || group.steps.length >= LONGEST) continue;
    if (sum === undefined || group.sum === undefined || sameSum(sum, group.sum)) return g;
  }
  return undefined;
}

function sameSum(a: Sum, b: Sum): boolean {
  return a.before === b.before && a.length === b.length && a.after === b.after;
}
