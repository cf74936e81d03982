import { readdirSync, readFileSync } from "node:fs";

/** A file of a process, "" where it has ended. */
function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/**
 * The most memory that one of the browser's pages, with its workers, has had so far, in MB: a command for tests in a browser, which
 * cannot see it themselves. Undefined where the system is not Linux.
 */
export function rendererPeak() {
  if (process.platform !== "linux") return undefined;
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid, status: read(pid, "status") }));
  const number = (status, name) => status.match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))?.[1];
  const ours = new Set([`${process.pid}`]);
  // Children come after their parents once numbers have wrapped around, too: again, until there are no more.
  for (let size = 0; size < ours.size; ) {
    size = ours.size;
    for (const { pid, status } of processes) if (ours.has(number(status, "PPid"))) ours.add(pid);
  }
  const renderers = processes.filter(({ pid }) => ours.has(pid) && read(pid, "cmdline").includes("--type=renderer"));
  return Math.max(...renderers.map(({ status }) => Number(number(status, "VmHWM") ?? 0))) / 1000;
}
