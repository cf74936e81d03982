// A process that saves run 1, 2, 3, … to the file that it is given, until it is killed.
import { tensor } from "@wengert/array";
import { save } from "@wengert/io/node";

const size = 200_000;
for (let n = 1; ; n++) {
  await save(process.argv[2], { n, values: tensor(new Float64Array(size).fill(n), [size]) });
  if (n === 1) process.stdout.write("saved\n");
}
