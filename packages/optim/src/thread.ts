// The module of a thread of `threads()`.
import { serveTasks } from "./tasks/serve.ts";

serveTasks();
