// What Vite makes of imports that TypeScript does not know.
declare module "*.css" {}
declare module "*?raw" {
  const text: string;
  export default text;
}
interface GlobOptions {
  readonly query?: string;
  readonly import?: string;
}
interface ImportMeta {
  glob<T>(patterns: string | readonly string[], options: GlobOptions & { readonly eager: true }): Record<string, T>;
  glob<T>(patterns: string | readonly string[], options?: GlobOptions): Record<string, () => Promise<T>>;
  readonly env: { readonly SSR: boolean; readonly BASE_URL: string };
}
