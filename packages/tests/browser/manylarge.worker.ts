import { manyLarge } from "./manylarge.ts";

addEventListener("message", ({ data }) => postMessage(manyLarge(data)));
