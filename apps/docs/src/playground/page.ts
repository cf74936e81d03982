// The playground as a whole: editor on one side, what the program shows on the other.
import { html } from "./dom.ts";
import { createEditor } from "./editor.ts";
import { examples } from "./examples.ts";
import { Output } from "./output.ts";
import { createRunner } from "./runner.ts";
import { fromHash, toHash } from "./share.ts";

const first = examples[0]?.code ?? "";

/** Fills an element with the playground; returns what takes it away again. */
export async function mountPlayground(parent: HTMLElement): Promise<() => void> {
  const button = (text: string, className: string): HTMLButtonElement =>
    html("button", { type: "button", class: className }, text);
  const runButton = button("Run", "run");
  const stopButton = button("Stop", "stop");
  const linkButton = button("Copy link", "link");
  const choice = html("select", { "aria-label": "Examples" }, html("option", { value: "" }, "Examples …"));
  for (const [index, { title }] of examples.entries()) choice.append(html("option", { value: index }, title));
  const status = html("span", { class: "status", role: "status" }, "");
  const editorBox = html("div", { class: "editor" });
  const list = html("div", { class: "output", role: "log", "aria-label": "What the program shows", tabindex: 0 });
  const bar = html("div", { class: "bar" }, runButton, stopButton, choice, linkButton, status);
  parent.replaceChildren(bar, editorBox, list);

  const given = await fromHash(location.hash);
  const runner = createRunner();
  const editor = createEditor(editorBox, given ?? first, run, () => {});
  const output = new Output(list, (line) => editor.goTo(line));
  const say = (text: string): void => {
    status.textContent = text;
  };

  function run(): void {
    output.clear();
    stopButton.disabled = false;
    say("Running …");
    const ended = (text: string): void => {
      stopButton.disabled = true;
      say(text);
    };
    runner.run(editor.text(), {
      message: (message) => {
        output.add(message);
        if (message.kind === "done") ended(`Done in ${message.milliseconds.toFixed(0)} ms`);
      },
      ended,
    });
  }

  async function open(): Promise<void> {
    const code = await fromHash(location.hash);
    if (code === undefined || code === editor.text()) return;
    editor.replace(code);
    run();
  }

  stopButton.disabled = true;
  runButton.addEventListener("click", run);
  stopButton.addEventListener("click", () => runner.stop());
  choice.addEventListener("change", () => {
    const example = examples[Number(choice.value)];
    if (choice.value === "" || example === undefined) return;
    editor.replace(example.code);
    history.replaceState(history.state, "", location.pathname);
    run();
  });
  linkButton.addEventListener("click", async () => {
    history.replaceState(history.state, "", await toHash(editor.text()));
    // Where the clipboard is refused, the address bar still has the link.
    const copied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    say(copied ? "The link is in the clipboard." : "The link is in the address bar.");
  });
  addEventListener("hashchange", open);
  parent.dataset["types"] = "loading";
  void editor.typed.then(() => {
    parent.dataset["types"] = "ready";
  });
  run();
  return () => {
    removeEventListener("hashchange", open);
    runner.stop();
  };
}
