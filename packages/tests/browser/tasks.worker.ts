import { serveTasks } from "@wengert/optim/worker";
import * as objective from "./objective.ts";

const modules: Record<string, object> = { objective };
serveTasks((module) => modules[module] as never);
