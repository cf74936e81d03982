import type { Recipe } from "./maker.ts";

/** After which action the values are read last that no others and nobody outside have. */
export function lastReads({ actions, results, questions, inputs, values }: Recipe): readonly (readonly number[])[] {
  const seen = new Set<number>([...results, ...questions, ...inputs.map(({ value }) => value)]);
  // Constants stand there before a run.
  for (const [value, x] of values.entries()) if (x !== undefined) seen.add(value);
  const done = actions.map((): number[] => []);
  for (let i = actions.length - 1; i >= 0; i--) {
    const { args, outputs, boxes } = actions[i];
    for (const value of [...args, ...outputs.map((output) => output.value), ...boxes.map((box) => box.value)]) {
      if (value < 0 || seen.has(value)) continue;
      seen.add(value);
      done[i].push(value);
    }
  }
  return done;
}
