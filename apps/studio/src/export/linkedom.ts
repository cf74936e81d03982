/** What the figures of the terminal app need of a document, from the page's own: see vite.config.ts. */
export function parseHTML(_text: string): { readonly document: Document } {
  return { document };
}
