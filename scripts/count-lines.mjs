// How much a newcomer reads before a first rule: the lines of the files that limits.json lists under "reading".
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const { reading } = JSON.parse(readFileSync(join(root, "scripts", "limits.json"), "utf8"));
let total = 0;
for (const file of reading.files) {
  const lines = readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
  total += lines;
  console.log(`${String(lines).padStart(5)} ${file}`);
}
console.log(`${String(total).padStart(5)} lines before a first rule; at most ${reading.lines}`);
process.exit(total > reading.lines ? 1 : 0);
