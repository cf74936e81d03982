import { shown } from "./compiled.ts";

postMessage(shown());
