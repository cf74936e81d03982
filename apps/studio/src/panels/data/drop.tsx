import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "../../parts/button.tsx";

/** Takes a file by a picker or a drop, or cells that are pasted. */
export function Drop(props: {
  readonly onFile: (file: File) => void;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const { onFile, onText } = props;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState("");
  return (
    <div class="stack">
      <section
        class={`drop ${over ? "over" : ""}`}
        aria-label="Drop a file here"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const file = event.dataTransfer?.files[0];
          if (file !== undefined) onFile(file);
        }}
      >
        <p>Drop a CSV file here, or</p>
        <Button look="primary" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          class="visually-hidden"
          type="file"
          tabIndex={-1}
          aria-label="CSV file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) onFile(file);
          }}
        />
      </section>
      <label class="field" for="paste">
        Or paste cells, with a header row: from a spreadsheet, or text with commas, semicolons or tabs
      </label>
      <textarea
        id="paste"
        class="input mono"
        rows={6}
        placeholder={"year,level\n1990,0.8\n1991,1.1"}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="row">
        <Button onClick={() => onText(text)} disabled={text.trim() === ""}>
          Read these cells
        </Button>
        <p class="small muted">Nothing leaves your browser.</p>
      </div>
    </div>
  );
}
