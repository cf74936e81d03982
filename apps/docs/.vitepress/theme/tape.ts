// The list that gave the library its name, alive: values flow down it, cotangents back up, both computed by the library.
import { defineComponent, h, reactive, type VNode } from "vue";
import { add, exp, grad, mul, sin, type Tensor } from "wengert";

interface Intermediates {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
}

/** exp(x · sin y). A zero added to each intermediate result lets `grad` say how the value depends on it. */
function f({ x, y, a, b }: Intermediates): Tensor {
  const sine = add(sin(y), a);
  return exp(add(mul(x, sine), b));
}

const shown = (value: number): string => value.toFixed(3).replace("-", "−");

function slider(name: "x" | "y", point: { x: number; y: number }): VNode {
  const onInput = (event: Event): void => {
    point[name] = (event.target as HTMLInputElement).valueAsNumber;
  };
  const range = { type: "range", min: -2, max: 2, step: 0.01, value: point[name], onInput };
  return h("label", [h("span", name), h("input", range)]);
}

export default defineComponent({
  name: "TapeFigure",
  setup() {
    const point = reactive({ x: 0.8, y: 1.1 });
    return () => {
      const { x, y } = point;
      const back = grad(f)({ x, y, a: 0, b: 0 });
      const sine = Math.sin(y);
      const value = Math.exp(x * sine);
      const rows: [string, string, number, number][] = [
        ["x", "", x, back.x],
        ["y", "", y, back.y],
        ["a", "sin(y)", sine, back.a],
        ["b", "mul(x, a)", x * sine, back.b],
        ["f", "exp(b)", value, 1],
      ];
      const cells = rows.map(([name, operation, forward, backward]) =>
        h("tr", { key: name }, [
          h("th", { scope: "row" }, name),
          h("td", operation === "" ? slider(name as "x" | "y", point) : h("code", operation)),
          h("td", { class: "forward" }, shown(forward)),
          h("td", { class: "backward" }, shown(backward)),
        ]),
      );
      const head = ["name", "operation", "value ↓", "∂f ↑"].map((text) => h("th", { scope: "col" }, text));
      return h("figure", { class: "tape" }, [
        h("table", [h("thead", h("tr", head)), h("tbody", cells)]),
        h("figcaption", [
          "A Wengert list: each operation is noted as the function runs ",
          h("span", { class: "forward" }, "forward"),
          "; one walk ",
          h("span", { class: "backward" }, "back"),
          " gives every derivative. Move x and y.",
        ]),
      ]);
    };
  },
});
