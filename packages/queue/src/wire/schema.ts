import type { Task } from "@wengert/optim";
import * as v from "valibot";

/** The protocol between coordinators and workers; both must have the same. */
export const protocol = 1;

/** Why a job has failed whose caller gave it up. */
export const endedByCaller = "ended by its caller";

/** What a job holds. */
export interface JobData {
  readonly protocol: number;
  /** The version of this package. */
  readonly version: string;
  /** The module as workers know it: the name of its file, or of its package. */
  readonly module: string;
  readonly name: string;
  /** The hash of what the module and all that it imports consist of. */
  readonly build: string;
  /** The task, packed. */
  readonly body: string;
}

/** What a job gives back. */
export interface JobResult {
  readonly body: string;
  readonly hash: string;
  /** It was asked to end soon, and may be less than the whole. */
  readonly stopped?: boolean | undefined;
}

/** A job, a result and a task, or what is wrong with it. The text does not repeat the data. */
export const checkJob = (data: unknown): JobData | string => checked(jobSchema, data);
export const checkResult = (data: unknown): JobResult | string => checked(resultSchema, data);
export const checkTask = (data: unknown): Pick<Task, "kind" | "module" | "name"> | string => checked(taskSchema, data);

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const hash = (): v.GenericSchema<string> => v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const jobSchema: v.GenericSchema<JobData> = /* @__PURE__ */ v.strictObject({
  protocol: v.number(),
  version: text(64),
  module: text(512),
  name: text(256),
  build: hash(),
  body: v.string(),
});

const resultSchema: v.GenericSchema<JobResult> = /* @__PURE__ */ v.strictObject({
  body: v.string(),
  hash: hash(),
  stopped: v.optional(v.boolean()),
});

/** The kinds of tasks. What a task holds besides is for the function that it names. */
const taskSchema: v.GenericSchema<Pick<Task, "kind" | "module" | "name">> = /* @__PURE__ */ taskKinds();

function taskKinds(): v.GenericSchema<Pick<Task, "kind" | "module" | "name">> {
  const index = v.pipe(v.number(), v.integer(), v.minValue(0));
  const common = { module: text(4096), name: text(256), index };
  const tags = { params: v.optional(text(256)), paths: v.optional(v.array(v.string())) };
  const call = v.strictObject({ kind: v.literal("call"), ...common, input: v.unknown() });
  const shard = v.strictObject({
    kind: v.literal("shard"),
    ...common,
    ...tags,
    load: v.optional(text(256)),
    shard: v.unknown(),
    at: v.unknown(),
    wanted: v.picklist(["value", "gradient", "hvp"]),
    v: v.optional(v.instance(Float64Array)),
  });
  const start = v.looseObject({
    kind: v.literal("start"),
    ...common,
    ...tags,
    x: v.array(v.number()),
    method: text(64),
  });
  return v.variant("kind", [call, shard, start]);
}

function checked<T>(schema: v.GenericSchema<T>, data: unknown): T | string {
  const { success, output, issues } = v.safeParse(schema, data, { abortEarly: true });
  if (success) return output;
  const [{ expected, path }] = issues;
  const where = path?.map(({ key }: { key: unknown }) => String(key).slice(0, 80)).join(".") ?? "the whole";
  return `${where} is not ${expected ?? "what it should be"}`;
}
