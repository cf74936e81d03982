import { type Frame, type Source, stack } from "../frame.ts";

/**
 * To be called before a source is used. Every frame at work hears of it, from the innermost outwards: those that run their function
 * more than once put the source back before they run it again, and one that cannot do so throws.
 *
 * @param op - who uses it; named in errors
 */
export function beforeUse(source: Source, op: string): void {
  for (let at: Frame | undefined = stack.top; at !== undefined; at = at.beneath) at.uses?.(source, op);
}

/**
 * Runs a function several times as if it were one: each time the sources that it uses are as they were when it was run first, and
 * afterwards they are as if it had been run once.
 */
export class Replay {
  readonly #first = new Map<Source, () => void>();

  /**
   * Runs `f` once more.
   *
   * @param frame - at work while `f` runs: it hears of the sources
   */
  run<T>(frame: Frame, f: () => T): T {
    frame.uses = (source) => {
      if (!this.#first.has(source)) this.#first.set(source, source.mark());
    };
    const undo = [...this.#first.keys()].map((source) => source.mark());
    for (const restore of this.#first.values()) restore();
    try {
      return f();
    } finally {
      for (const restore of undo) restore();
    }
  }
}
