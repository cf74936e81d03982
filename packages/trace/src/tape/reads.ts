import { isTensor, type Tensor } from "@wengert/array";
import type { Outputs, Rule } from "../contract.ts";
import type { Arena } from "../memory.ts";
import { ARGS, CONSTANT, RULE, SLOT, VALUE } from "../recording.ts";
import type { Slope } from "./slope.ts";
import { NO_SLOPES, slopesOf } from "./slopes.ts";

/** In place of the position of an argument: the value. */
const OWN = -1;

const NOTHING: readonly number[] = [];

/** What is known of rules that have slopes: of the first argument, and of the second. */
const known: WeakMap<Rule, readonly [first: readonly number[], second: readonly number[]]> =
  /* @__PURE__ */ new WeakMap();

/** Of which values the cotangent of argument number k reads numbers, @see Rule; undefined where that is not known. */
function readsOf(rule: Rule, k: number): readonly number[] | undefined {
  if (rule.reads !== undefined) return rule.reads(k);
  if (rule.slope === undefined) return undefined;
  const found = known.get(rule) ?? bySlopes(rule);
  return found?.[k];
}

/** The cotangent is that of the value times the slope, so it reads what the slope does. */
function bySlopes(rule: Rule): readonly [readonly number[], readonly number[]] | undefined {
  const slopes = rule.slopes ?? slopesOf(rule);
  if (slopes === NO_SLOPES) return undefined;
  const found = [readBy(slopes.x), readBy(slopes.y)] as const;
  known.set(rule, found);
  return found;
}

/** Which of the value and two arguments a formula reads: it is asked to compute with numbers that note that. */
function readBy(slope: Slope): readonly number[] {
  if (typeof slope === "number") return NOTHING;
  const read = new Set<number>();
  const numbers = new Proxy(new Float64Array(3), {
    get: (values, place) => {
      read.add(Number(place) + OWN);
      return values[Number(place)];
    },
  });
  slope(numbers, 0, 1, 2);
  return Array.from(read);
}

/** The lines of a tape, as a `Recording` has them. */
interface Lines {
  readonly cells: readonly unknown[];
  readonly starts: readonly number[];
  readonly slotOf: (x: Tensor) => number;
}

/**
 * Marks the slots of all values whose numbers pullbacks read.
 *
 * @returns whether that is known: code of an author may read any of them
 */
export function markRead({ cells, starts, slotOf }: Lines, arena: Arena, read: Uint8Array): boolean {
  for (let i = starts.length - 1, end = cells.length; i >= 0; i--) {
    const start = starts[i];
    const rule = cells[start + RULE] as Rule;
    if (!rule.builtIn) return false;
    const first = start + ARGS;
    const y = cells[start + VALUE] as Outputs;
    const slot = cells[start + SLOT] as number;
    const isSingle = isTensor(y);
    // What a rule holds has no arguments here. What is not computed yet is computed from its arguments.
    if (first === end || !isSingle) read[slot] = 1;
    const isAwaited = isSingle && arena.awaits(y);
    for (let at = first; at < end; at++) {
      if (slotOf(cells[at] as Tensor) === CONSTANT) continue;
      const places = isAwaited ? undefined : readsOf(rule, at - first);
      if (places !== undefined) for (const k of places) read[k === OWN ? slot : slotOf(cells[first + k] as Tensor)] = 1;
      else {
        read[slot] = 1;
        for (let other = first; other < end; other++) read[slotOf(cells[other] as Tensor)] = 1;
      }
    }
    end = start;
  }
  return true;
}
