import type { Theme } from "vitepress";
import theme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import "./fonts.css";
import "./colours.css";
import "./layout.css";
import "./landing.css";

export default {
  extends: theme,
  enhanceApp({ app }) {
    const parts = { TapeFigure: () => import("./tape.ts"), CodePlayground: () => import("./playground.ts") };
    for (const [name, load] of Object.entries(parts)) app.component(name, defineAsyncComponent(load));
  },
} satisfies Theme;
