// The list of what a program has shown, line by line.
import { html } from "./dom.ts";
import type { Message } from "./shown.ts";
import { valueView } from "./valueview.ts";

const most = 500;

/** Shows messages of a run in an element. `goTo` is called with the line of an entry that was clicked. */
export class Output {
  readonly #list: HTMLElement;
  readonly #goTo: (line: number) => void;
  #count = 0;
  /** What was printed last, by which line: what it prints next joins it, as in a terminal. */
  #printed: { readonly line: number; readonly text: HTMLElement } | undefined;

  constructor(list: HTMLElement, goTo: (line: number) => void) {
    this.#list = list;
    this.#goTo = goTo;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#count = 0;
    this.#printed = undefined;
  }

  add(message: Message): void {
    if (message.kind !== "shown" && message.kind !== "failed") return;
    this.#count++;
    if (this.#count === most + 1)
      this.#list.append(html("p", { class: "note" }, `Only the first ${most} values are shown.`));
    if (this.#count > most && message.kind === "shown") return;
    const text = printedText(message);
    if (text !== undefined && this.#printed?.line === message.line) {
      this.#printed?.text.classList.add("lines");
      this.#printed?.text.append(`\n${text}`);
      return;
    }
    const failed = message.kind === "failed" || message.thrown;
    const row = html("div", { class: failed ? "entry failed" : "entry" }, this.#lineButton(message.line));
    const body = html("div", { class: "value" });
    this.#printed = undefined;
    if (text !== undefined && message.line !== undefined) {
      const printed = html("pre", { class: "printed" }, text);
      this.#printed = { line: message.line, text: printed };
      body.append(printed);
    } else if (message.kind === "shown") {
      if (message.label !== "") body.append(html("code", { class: "label" }, firstLine(message.label)));
      body.append(...message.values.map((value) => valueView(value)));
    } else body.append(html("strong", {}, message.name), html("p", {}, message.message));
    row.append(body);
    this.#list.append(row);
  }

  #lineButton(line: number | undefined): HTMLElement {
    if (line === undefined || line <= 0) return html("span", { class: "line" }, "");
    const button = html("button", { class: "line", type: "button", title: `Go to line ${line}` }, String(line));
    button.addEventListener("click", () => this.#goTo(line));
    return button;
  }
}

/** The text of a message that is one text and nothing else, printed by the program. */
function printedText(message: Message): string | undefined {
  if (message.kind !== "shown" || message.label !== "" || message.thrown || message.values.length !== 1)
    return undefined;
  const [value] = message.values;
  return value?.kind === "text" && !value.text.includes("\n") ? value.text : undefined;
}

function firstLine(text: string): string {
  const [first = ""] = text.split("\n");
  return first.length > 72 || first !== text ? `${first.slice(0, 72)}…` : first;
}
