import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Given, linesIn, openTable, thinned } from "../../data/own.ts";
import { readFile, sentence } from "../../data/text.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { opening } from "../../store/own.ts";
import { Columns } from "./columns.tsx";
import { Drop } from "./drop.tsx";

/** The window for a table of one's own: the text, then its columns. */
export default function OwnData(): JSX.Element {
  const [given, setGiven] = useState<Given | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const begun = opening.value;
  useEffect(() => {
    setProblem(undefined);
    setGiven(begun === "empty" ? undefined : begun);
  }, [begun]);
  const close = (): void => {
    opening.value = undefined;
  };
  const read = async (file: File): Promise<void> => {
    try {
      setGiven({ file: file.name, text: await readFile(file) });
      setProblem(undefined);
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  return (
    <Dialog title="Your own table" open={begun !== undefined} onClose={close}>
      {given === undefined ? (
        <Drop onFile={(file) => void read(file)} onText={(text) => setGiven({ file: "pasted cells", text })} />
      ) : (
        <Table
          given={given}
          onOther={() => setGiven(undefined)}
          onThin={(every) => setGiven({ ...given, text: thinned(given.text, every), every })}
          onDone={close}
        />
      )}
      {problem === undefined ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Table(props: {
  readonly given: Given;
  readonly onOther: () => void;
  readonly onThin: (every: number) => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { given, onOther, onThin, onDone } = props;
  const opened = openTable(given.file, given.text);
  if ("table" in opened) {
    return (
      <Columns
        key={given.text.length}
        given={given}
        table={opened.table}
        columns={opened.columns}
        onOther={onOther}
        onDone={onDone}
      />
    );
  }
  const { problem, every } = opened;
  return (
    <div class="stack">
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="row">
        {every === undefined ? null : (
          <Button look="primary" onClick={() => onThin(every)}>
            Take one of every {every} rows (about {Math.floor((linesIn(given.text) - 1) / every).toLocaleString("en")})
          </Button>
        )}
        <Button onClick={onOther}>Another table</Button>
      </div>
    </div>
  );
}
