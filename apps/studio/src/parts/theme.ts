import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** What the user chose, or what the system says. */
export type Theme = "system" | "light" | "dark";

const key = "wengert-studio-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(system.matches);
system.addEventListener("change", ({ matches }) => {
  systemIsDark.value = matches;
});

function stored(): Theme {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

export const theme: Signal<Theme> = signal(stored());

/** Whether the page is dark right now. */
export const isDark: ReadonlySignal<boolean> = computed(() =>
  theme.value === "system" ? systemIsDark.value : theme.value === "dark",
);

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === "system") delete dataset["theme"];
  else dataset["theme"] = theme.value;
  try {
    if (theme.value === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme.value);
  } catch {
    // A page that may not store anything asks again next time.
  }
});

/** Resolves what style sheets leave open, such as which of two colours is meant. */
const probe = document.documentElement.appendChild(document.createElement("span"));
probe.hidden = true;

/** A colour of the style sheet, as a canvas reads it. */
export function token(name: string): string {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
