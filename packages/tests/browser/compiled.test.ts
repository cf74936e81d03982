// Plans in a browser: in a page, in a worker, and under a content security policy that forbids to compile WebAssembly.
import { expect, test } from "vitest";
import { type Shown, shown } from "./compiled.ts";

test("a page runs straight code, with the numbers of the function itself", () => {
  const { straight, compiled, eager } = shown();
  expect(straight).toBe(true);
  expect(compiled).toEqual(eager);
});

test("so does a worker", async () => {
  const worker = new Worker(new URL("./compiled.worker.ts", import.meta.url), { type: "module" });
  try {
    const found = await new Promise<Shown>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
    expect(found).toEqual(shown());
  } finally {
    worker.terminate();
  }
});

test("without 'wasm-unsafe-eval' a plan calls its operations, with the same numbers", async () => {
  const frame = document.createElement("iframe");
  const module = new URL("./forbidden.ts", import.meta.url).href;
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'"><script type="module" src="${module}"></script>`;
  try {
    const found = await new Promise<Shown & { readonly mayCompile: boolean }>((resolve, reject) => {
      addEventListener("message", ({ source, data }) => source === frame.contentWindow && resolve(data));
      frame.onerror = reject;
      document.body.append(frame);
    });
    expect(found.mayCompile).toBe(false);
    expect(found.straight).toBe(false);
    expect(found.compiled).toEqual(found.eager);
    // The kernels that WebAssembly has are not there either, whose sums may differ in the last places.
    const { compiled } = shown();
    for (const [i, x] of found.compiled.entries()) expect(Math.abs(x / compiled[i] - 1)).toBeLessThan(1e-12);
  } finally {
    frame.remove();
  }
});
