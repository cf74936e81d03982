// The editor: TypeScript with completion, types on hover and mistakes underlined, once the compiler's worker is ready.
import { autocompletion } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import {
  tsAutocompleteWorker,
  tsFacetWorker,
  tsHoverWorker,
  tsLinterWorker,
  tsSyncWorker,
} from "@valtown/codemirror-ts";
import type { WorkerShape } from "@valtown/codemirror-ts/worker";
import { basicSetup } from "codemirror";
import { wrap } from "comlink";

/** What the page does with the editor. */
export interface Editor {
  text(): string;
  replace(text: string): void;
  /** Puts the cursor at a line and shows it. */
  goTo(line: number): void;
  /** Settles when types and completion are there. */
  readonly typed: Promise<void>;
}

async function typesInto(view: EditorView, slot: Compartment): Promise<void> {
  const worker = wrap(
    new Worker(new URL("./types.worker.ts", import.meta.url), { type: "module" }),
  ) as unknown as WorkerShape;
  await worker.initialize();
  const path = "/program.ts";
  await worker.updateFile({ path, code: view.state.doc.toString() });
  const types = [
    tsFacetWorker.of({ worker, path }),
    tsSyncWorker(),
    tsLinterWorker(),
    autocompletion({ override: [tsAutocompleteWorker()] }),
    tsHoverWorker(),
  ];
  view.dispatch({ effects: slot.reconfigure(types) });
}

/** Puts an editor into an element. `run` is called for Ctrl+Enter, `changed` after every change. */
export function createEditor(parent: HTMLElement, code: string, run: () => void, changed: () => void): Editor {
  const slot = new Compartment();
  const runKey = {
    key: "Mod-Enter",
    run: () => {
      run();
      return true;
    },
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        Prec.highest(keymap.of([runKey])),
        basicSetup,
        keymap.of([indentWithTab]),
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        EditorView.contentAttributes.of({ "aria-label": "Program in TypeScript" }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && changed()),
        slot.of([]),
      ],
    }),
  });
  view.scrollDOM.tabIndex = 0; // what scrolls can be reached by keyboard
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    goTo: (line) => {
      const { from } = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    typed: typesInto(view, slot),
  };
}
