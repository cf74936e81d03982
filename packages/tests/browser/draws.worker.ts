import { digestOfDraws } from "../test/random/recorded.ts";

postMessage(await digestOfDraws());
