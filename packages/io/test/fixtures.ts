import { readFileSync } from "node:fs";

/** A file of the folder `fixtures`, which `make.py` there has written. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
}
