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
  /** The line of the entry before, where that one was printed. */
  #printed: number | undefined;

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
    const failed = message.kind === "failed" || message.thrown;
    const printed = message.kind === "shown" && message.label === "" && !failed ? message.line : undefined;
    const same = printed !== undefined && printed === this.#printed;
    this.#printed = printed;
    const row = html(
      "div",
      { class: failed ? "entry failed" : same ? "entry same" : "entry" },
      this.#lineButton(message.line),
    );
    const body = html("div", { class: "value" });
    if (message.kind === "shown") {
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

function firstLine(text: string): string {
  const [first = ""] = text.split("\n");
  return first.length > 72 || first !== text ? `${first.slice(0, 72)}…` : first;
}
