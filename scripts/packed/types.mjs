// Type-checks consumer.ts and types.ts in a folder where the packages are installed, under each supported version of TypeScript and
// both ways of resolving modules. The emitted .d.ts are checked themselves (no skipLibCheck).
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

const compilers = ["typescript-5.5", "typescript-5.9", "typescript"];
const resolutions = {
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
  bundler: { module: "ESNext", moduleResolution: "Bundler" },
};

/** Returns what each compiler complained about; emits `dist/consumer.js` on the way. */
export function checkConsumerTypes(folder) {
  return compilers.flatMap((compiler) =>
    Object.entries(resolutions).flatMap(([name, resolution]) => {
      const compilerOptions = {
        ...resolution,
        target: "ES2022",
        lib: ["ES2022", "DOM"],
        types: [],
        strict: true,
        rootDir: ".",
        outDir: "dist",
      };
      const config = join(folder, `tsconfig.${name}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, files: ["consumer.ts", "types.ts"] }));
      const tsc = join(root, "node_modules", compiler, "bin", "tsc");
      const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", config], { encoding: "utf8" });
      console.log(`types: ${compiler}, ${name}: ${status === 0 ? "ok" : "failed"}`);
      return status === 0 ? [] : [`${compiler} (${name}):\n${stdout}${stderr}`];
    }),
  );
}
