import { Tabs } from "@base-ui/react/tabs";
import type { ComponentType, JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { Parts } from "./parts.tsx";
import { type TabName, tab } from "./tab.ts";

const tabs: readonly { readonly name: TabName; readonly label: string; readonly View: ComponentType }[] = [
  { name: "parts", label: "Parts", View: Parts },
  {
    name: "learning",
    label: "Learning",
    View: lazy(async () => ({ default: (await import("./learning.tsx")).Learning })),
  },
  {
    name: "residuals",
    label: "Residuals",
    View: lazy(async () => ({ default: (await import("./residuals.tsx")).Residuals })),
  },
  { name: "surface", label: "Surface", View: lazy(async () => ({ default: (await import("./surface.tsx")).Surface })) },
  { name: "tape", label: "Tape", View: lazy(async () => ({ default: (await import("./tape.tsx")).Tape })) },
  {
    name: "gradients",
    label: "Gradients",
    View: lazy(async () => ({ default: (await import("./gradients.tsx")).Gradients })),
  },
];

/** Pictures of the fit, and of what the library does for it. */
export default function PicturesPanel(): JSX.Element {
  return (
    <section class="card area-pictures" aria-labelledby="pictures-title">
      <h2 id="pictures-title" class="visually-hidden">
        Pictures
      </h2>
      <Tabs.Root
        value={tab.value}
        onValueChange={(next) => {
          tab.value = next as TabName;
        }}
      >
        <Tabs.List className="tabs-list" aria-label="Pictures">
          {tabs.map(({ name, label }) => (
            <Tabs.Tab key={name} value={name} className="tab">
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, View }) => (
          <Tabs.Panel key={name} value={name}>
            <Suspense fallback={<p class="empty">Loading the picture …</p>}>
              <View />
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}
