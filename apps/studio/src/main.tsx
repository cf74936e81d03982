import { render } from "preact";
import { App } from "./app.tsx";
import { openExample } from "./store/loading.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/model.css";
import "./styles/plots.css";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
void openExample("co2");
