import type { WorkerCounts } from "./counts.ts";

/** How often the line is written: in a terminal, and in a file, in milliseconds. */
const [often, seldom] = [500, 60_000];

/** The state of a worker in a line. @param seconds - since it was started */
export function statusLine(name: string, { done, failed, running, meanTime }: WorkerCounts, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`${done} done`, `${failed} failed`, `${running} running`, `${rate.toPrecision(3)}/s`];
  return `${name}  ${parts.join(" · ")} · ${meanTime.toPrecision(3)} ms a task`;
}

/**
 * Shows the state of a worker: in a terminal as one line that changes, elsewhere as a line a minute.
 *
 * @returns a function that writes the last line and ends
 */
export function showStatus(
  name: string,
  counts: () => WorkerCounts,
  out: NodeJS.WriteStream = process.stderr,
): () => void {
  const began = Date.now();
  const write = (end: string): void => {
    const line = statusLine(name, counts(), (Date.now() - began) / 1000);
    out.write(out.isTTY ? `\r\u001b[K${line.slice(0, (out.columns || 80) - 1)}${end}` : `${line}\n`);
  };
  const timer = setInterval(() => write(""), out.isTTY ? often : seldom);
  timer.unref();
  return () => {
    clearInterval(timer);
    write("\n");
  };
}
