export { CaptureError } from "./errors.ts";
