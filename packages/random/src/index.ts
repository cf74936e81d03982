export type { Shape } from "./arguments.ts";
export type { ChoiceOptions } from "./draws/choice.ts";
export { generator } from "./generator.ts";
export type { RandomGenerator } from "./randomgenerator.ts";
export type { GeneratorState } from "./state.ts";
