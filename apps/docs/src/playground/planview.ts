// What `explain()` of a compiled function says, drawn: the groups of a plan from top to bottom, their operations as labels.
import { html } from "./dom.ts";

/** Whether a text is what `explain()` returns. */
export const isPlan = (text: string): boolean => /^plan \d+: /.test(text);

/** "mul ×7, exp" as labels with their counts. */
function operations(list: string): HTMLElement[] {
  return list.split(", ").map((one) => {
    const [name = "", count] = one.split(" ×");
    return html("li", {}, html("code", {}, name), count === undefined ? "" : html("span", {}, `×${count}`));
  });
}

const total = (list: string): number => list.split(", ").reduce((sum, one) => sum + Number(one.split(" ×")[1] ?? 1), 0);

function group(line: string): HTMLElement {
  const [, how = "", list = "", time] = /^\s*([^:]*): ([^;]*)(?:; (.*))?$/.exec(line) ?? [];
  // A line without a list is a remark.
  if (list === "") return html("p", {}, line.trim());
  const kind = how.startsWith("calls") ? "calls" : "straight";
  const title = html(
    "strong",
    {},
    how,
    html("span", {}, ` ${total(list)} operations${time === undefined ? "" : `, ${time}`}`),
  );
  return html("section", { class: kind }, title, html("ul", {}, ...operations(list)));
}

/** Each plan of the text, below each other. */
export function planView(text: string): HTMLElement {
  const plans = text.split(/\n(?=plan \d+: )/).map((plan) => {
    const [first = "", ...groups] = plan.split("\n");
    return html("div", {}, html("p", {}, first), ...groups.map(group));
  });
  return html("div", { class: "plan" }, ...plans);
}
