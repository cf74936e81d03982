import type { JSX } from "preact";

const paths = {
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M5 3.5v9M11 3.5v9",
  step: "M4 3.5v9l6-4.5zM12 3.5v9",
  stop: "M4 4h8v8H4z",
  reset: "M3.5 8a4.5 4.5 0 1 0 1.4-3.3M3.5 3v3h3",
  undo: "M6 3.5 3 6.5l3 3M3 6.5h6a3.5 3.5 0 0 1 0 7H7",
  redo: "m10 3.5 3 3-3 3M13 6.5H7a3.5 3.5 0 0 0 0 7h2",
  link: "M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2-2a2.5 2.5 0 0 0-3.6-3.6l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.6 0l-2 2a2.5 2.5 0 0 0 3.6 3.6l.8-.8",
  down: "M8 3v7.5M4.8 7.5 8 10.7l3.2-3.2M3.5 13h9",
  sun: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  times: "m4.5 4.5 7 7M11.5 4.5l-7 7",
  close: "m4 4 8 8M12 4l-8 8",
  up: "m4 10 4-4 4 4",
  chevron: "m4 6 4 4 4-4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  lock: "M4 7.5h8v5.5H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3",
  unlock: "M4 7.5h8v5.5H4zM5.5 7.5V4.7a2.5 2.5 0 0 1 4.8-1",
  grip: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6",
  tune: "M3 5h6M12 5h1M3 11h1M7 11h6M10.5 3.5v3M5.5 9.5v3",
  trash: "M3.5 4.5h9M6.5 4.5V3h3v1.5M4.8 4.5l.6 8.5h5.2l.6-8.5",
  home: "M3 8l5-5 5 5M4.5 7v6h7V7",
} as const;

/** The names of the icons. */
export type IconName = keyof typeof paths;

const dots = new Set<IconName>(["more", "grip"]);

/** A line drawing beside a word, or in a button that has a label of its own. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={dots.has(name) ? 1.9 : 1.5}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
