import { clipped, type Place, refuse } from "../elements/stored.ts";

/**
 * `JSON.parse` takes the last of two equal keys without a word, so that two readers may see two files in one.
 *
 * @param text - valid JSON
 * @throws {FileFormatError} for a key that stands twice in one object
 */
export function checkKeysOnce(place: Place, text: string): void {
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;
  const open: Set<string>[] = [];
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [whole, colon] = found;
    if (whole === "{") open.push(new Set());
    else if (whole === "}") open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(whole.slice(0, -colon.length)) as string;
      const keys = open.at(-1) as Set<string>;
      if (keys.has(key)) refuse(place, `the header names "${clipped(key)}" twice`);
      keys.add(key);
    }
  }
}
