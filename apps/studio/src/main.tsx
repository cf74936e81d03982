import { render } from "preact";
import { App } from "./app.tsx";
import { takeTablesAnywhere } from "./panels/data/anywhere.ts";
import { openLink } from "./store/link.ts";
import { openExample } from "./store/loading.ts";
import { keepSaving, restore } from "./store/saving.ts";
import { doc } from "./store/store.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/model.css";
import "./styles/plots.css";
import "./styles/data.css";
import "./styles/pictures.css";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
keepSaving();
takeTablesAnywhere();
void begin();

async function begin(): Promise<void> {
  await restore();
  await openLink();
  // A link that cannot be read leaves nothing to show.
  if (doc.peek() === undefined) await openExample("co2");
}
