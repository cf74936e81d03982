import { parseHTML } from "linkedom";

/** A document for Observable Plot to draw in. */
export function emptyDocument(): Document {
  return parseHTML("<!doctype html><html><body></body></html>").document;
}

/** A drawing as a standalone SVG, with a title. */
export function standalone(svg: SVGElement | HTMLElement, document: Document, title: string): string {
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.prepend(background(document), heading(document, title));
  return `${svg.outerHTML}\n`;
}

/** White: a standalone SVG would show whatever lies behind it, which may be dark. */
function background(document: Document): SVGElement {
  return element(document, "rect", { width: "100%", height: "100%", fill: "white" });
}

function heading(document: Document, title: string): SVGElement {
  const text = element(document, "text", {
    x: "12",
    y: "22",
    "font-size": "16",
    "font-weight": "bold",
    "text-anchor": "start",
  });
  text.textContent = title;
  return text;
}

function element(document: Document, tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
