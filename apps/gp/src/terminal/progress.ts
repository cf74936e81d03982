import { createLogUpdate } from "log-update";
import type { Progress } from "wengert";
import { type Course, liveView } from "./liveview.ts";

/** A stream to report to, such as `process.stderr`. */
export interface Output {
  readonly isTTY?: boolean;
  /** Of a terminal: its size in characters. */
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Shows how a fit goes: in a terminal as a view that is written over, elsewhere line by line. */
export interface Display {
  show(progress: Progress): void;
  /** Something to be read that stays. */
  tell(text: string): void;
  end(): void;
}

/** Elsewhere, one line for so many iterations. */
const every = 10;

/** Runs `f` with the display's `show` and `tell`, and ends the display whatever happens. */
export async function showing<T>(
  display: Display,
  f: (show: Display["show"], tell: Display["tell"]) => T | Promise<T>,
): Promise<T> {
  try {
    return await f(display.show, display.tell);
  } finally {
    display.end();
  }
}

/** A display on a stream. */
export function displayOn(output: Output): Display {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  return output.isTTY === true ? live(output, seconds) : lineByLine(output, seconds);
}

function lineByLine(output: Output, seconds: () => number): Display {
  return {
    show: ({ iteration, value, evaluations }) => {
      if (iteration % every !== 1) return;
      const text = `iteration ${iteration}: −log likelihood ${value.toFixed(4)}, ${evaluations} evaluations`;
      output.write(`${text}, ${seconds().toFixed(1)} s\n`);
    },
    tell: (text) => void output.write(`${text}\n`),
    end: () => {},
  };
}

/** The cursor stays: to hide it, its library would take over what Ctrl-C does. */
function live(output: Output, seconds: () => number): Display {
  const update = createLogUpdate(output as NodeJS.WriteStream, { showCursor: true });
  let course: Course = { values: [] };
  return {
    show: (progress) => {
      // A further start begins to count again.
      const values = progress.iteration === 1 ? [] : course.values;
      course = { values: [...values, progress.value] };
      update(liveView(progress, course, seconds(), output.columns ?? 80));
    },
    tell: (text) => {
      update.clear();
      output.write(`${text}\n`);
    },
    end: () => update.clear(),
  };
}
