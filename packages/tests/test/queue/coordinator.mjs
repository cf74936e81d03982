// A coordinator that tests kill: maps over inputs, says each result, and what the outputs are.
import { mapTasks } from "@wengert/optim";
import { bullmq } from "@wengert/queue";

const [connection, run, inputs] = process.argv.slice(2);
const executor = bullmq({ connection, run });
const module = new URL("./objective.mjs", import.meta.url);
const onResult = (output) => console.log(`result ${output}`);
const outputs = await mapTasks({ module, name: "slow" }, JSON.parse(inputs), { executor, onResult });
console.log(`outputs ${JSON.stringify(outputs)}`);
await executor.close();
