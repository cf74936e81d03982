export { load } from "./load.ts";
export { save } from "./save.ts";
