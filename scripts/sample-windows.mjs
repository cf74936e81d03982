// A sample of code, in windows of a few lines, the same for the same seed.

const height = 5;

/** Numbers between 0 and 1: mulberry32. */
function drawsOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Windows of lines that hold code, as Stryker names them: `file:first-last`. Every line of code is as likely as any other, whatever
 * the length of its file.
 *
 * @param files - pairs of a path and its text
 */
export function sampleWindows(files, count, seed) {
  const windows = files.flatMap(([file, text]) => {
    const lines = text.split("\n");
    return Array.from({ length: Math.ceil(lines.length / height) }, (_, i) => [i * height, (i + 1) * height])
      .filter(([from, to]) =>
        lines.slice(from, to).some((line) => !/^\s*($|\/\/|\/?\*|import |export \{|\} from)/.test(line)),
      )
      .map(([from, to]) => `${file}:${from + 1}-${Math.min(to, lines.length)}`);
  });
  const draw = drawsOf(seed);
  for (let i = windows.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [windows[i], windows[j]] = [windows[j], windows[i]];
  }
  return windows.slice(0, count).sort();
}
