import { Tabs } from "@base-ui/react/tabs";
import type { JSX } from "preact";
import { Gradients } from "./gradients.tsx";
import { Learning } from "./learning.tsx";
import { Parts } from "./parts.tsx";
import { Residuals } from "./residuals.tsx";
import { Surface } from "./surface.tsx";
import { type TabName, tab } from "./tab.ts";
import { Tape } from "./tape.tsx";

const tabs: readonly { readonly name: TabName; readonly label: string; readonly View: () => JSX.Element | null }[] = [
  { name: "parts", label: "Parts", View: Parts },
  { name: "learning", label: "Learning", View: Learning },
  { name: "residuals", label: "Residuals", View: Residuals },
  { name: "surface", label: "Surface", View: Surface },
  { name: "tape", label: "Tape", View: Tape },
  { name: "gradients", label: "Gradients", View: Gradients },
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
            <View />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}
