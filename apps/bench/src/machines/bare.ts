// A worker of BullMQ with nothing around it, to compare with.
import { Worker } from "bullmq";
import { Redis } from "ioredis";

const [url, queue, concurrency] = process.argv.slice(2);
const connection = new Redis(url, { maxRetriesPerRequest: null });
new Worker(queue, async ({ data }) => data.x / 2, { connection, concurrency: Number(concurrency) }).on(
  "error",
  () => {},
);
