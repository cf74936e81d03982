import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { task } from "../../store/store.ts";
import type { Task } from "../../worker/protocol.ts";

/** The pictures that can be looked at. */
export type TabName = "parts" | "learning" | "residuals" | "surface" | "tape" | "gradients";

/** The one that is shown: nothing is computed for the others. */
export const tab: Signal<TabName> = signal("parts");

/** What is fitted, while a picture is shown. */
export function taskWhile(name: TabName): ReadonlySignal<Task | undefined> {
  return computed(() => (tab.value === name ? task.value : undefined));
}
