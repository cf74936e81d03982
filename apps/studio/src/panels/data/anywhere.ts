import { readFile, sentence } from "../../data/text.ts";
import { opening } from "../../store/own.ts";
import { say } from "../../store/store.ts";

/** A file may be dropped, and a table pasted, anywhere on the page. */
export function takeTablesAnywhere(): void {
  window.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined || event.defaultPrevented) return;
    event.preventDefault();
    readFile(file).then(
      (text) => {
        opening.value = { file: file.name, text };
      },
      (error: unknown) => say({ name: "Data", message: sentence(error) }),
    );
  });
  window.addEventListener("paste", (event) => {
    const { target } = event;
    const isField = target instanceof HTMLElement && target.matches("input, textarea");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (isField || !/\S[\s\S]*\n[\s\S]*\S/.test(text)) return;
    event.preventDefault();
    opening.value = { file: "pasted cells", text };
  });
}
