// The playground in a page: everything of it is loaded only there, and only in a browser.
import { defineComponent, h, onBeforeUnmount, onMounted, ref } from "vue";
import "./playground.css";

export default defineComponent({
  name: "CodePlayground",
  setup() {
    const box = ref<HTMLElement>();
    let unmount: (() => void) | undefined;
    let gone = false;
    onMounted(async () => {
      if (import.meta.env.SSR) return; // so that the bundler does not build it twice
      const { mountPlayground } = await import("../../src/playground/page.ts");
      if (box.value && !gone) unmount = await mountPlayground(box.value);
    });
    onBeforeUnmount(() => {
      gone = true;
      unmount?.();
    });
    return () => h("div", { class: "playground", ref: box }, h("p", { class: "note" }, "Loading the editor …"));
  },
});
