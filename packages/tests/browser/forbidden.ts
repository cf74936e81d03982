import { shown } from "./compiled.ts";

/** Whether WebAssembly may be compiled here: the smallest module is. */
function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) !== undefined;
  } catch {
    return false;
  }
}

parent.postMessage({ mayCompile: mayCompile(), ...shown() }, "*");
