import type { Progress } from "wengert";

/** A stream to report to, such as `process.stderr`. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how a fit goes: in a terminal on one line that is written over, elsewhere line by line. */
export interface Display {
  show(progress: Progress): void;
  end(): void;
}

/** Elsewhere, one line for so many iterations. */
const every = 10;

const eraseLine = "\r\x1b[2K";

/** Runs `f` with the display's `show`, and ends the display whatever happens. */
export async function showing<T>(display: Display, f: (show: Display["show"]) => T | Promise<T>): Promise<T> {
  try {
    return await f(display.show);
  } finally {
    display.end();
  }
}

/** A display on a stream. */
export function displayOn(output: Output): Display {
  const began = performance.now();
  const line = ({ iteration, value, evaluations }: Progress): string => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    return `iteration ${iteration}: −log likelihood ${value.toFixed(4)}, ${evaluations} evaluations, ${seconds} s`;
  };
  if (output.isTTY) {
    return {
      show: (progress) => void output.write(eraseLine + line(progress)),
      end: () => void output.write(eraseLine),
    };
  }
  return {
    show: (progress) => {
      if (progress.iteration % every === 1) output.write(`${line(progress)}\n`);
    },
    end: () => {},
  };
}
