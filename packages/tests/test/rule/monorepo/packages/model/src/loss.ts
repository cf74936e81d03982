import { log, sqrt, sub, type Tensor } from "@wengert/core";

/** NaN at 0, in a folder that is named as the folders of the library are. */
export const loss = (x: Tensor): Tensor => sqrt(sub(log(x), 1));
