import { basename } from "node:path";
import { ArgumentError } from "@wengert/array";
import { RefusedTaskError } from "../errors.ts";
import { type Build, buildOf, isChanged } from "../wire/build.ts";
import { type JobData, protocol } from "../wire/schema.ts";
import { packageVersion } from "../wire/version.ts";

/** The modules that a worker was started with. No others are loaded. */
export class Modules {
  readonly #builds: ReadonlyMap<string, Build>;
  readonly #worker: string;
  readonly #version: string = packageVersion();

  private constructor(builds: ReadonlyMap<string, Build>, worker: string) {
    this.#builds = builds;
    this.#worker = worker;
  }

  /**
   * @param modules - paths, file URLs or names of packages
   * @param worker - the name of the worker in messages
   * @throws {ArgumentError} for what cannot be read, and for two modules with one name
   */
  static async read(modules: readonly string[], worker: string): Promise<Modules> {
    const builds = new Map<string, Build>();
    for (const build of await Promise.all(modules.map((module) => buildOf(module)))) {
      if (builds.has(build.name)) {
        throw new ArgumentError(`startWorker: two modules are called "${build.name}".`, "startWorker", "modules");
      }
      builds.set(build.name, build);
    }
    return new Modules(builds, worker);
  }

  /** Names with the first digits of builds, for a person. */
  get shown(): string {
    return [...this.#builds.values()].map(({ name, hash }) => `${name} ${hash.slice(0, 12)}`).join(", ");
  }

  /**
   * The URL of the module of a job.
   *
   * @throws {RefusedTaskError} where this worker has another build of it, or none
   */
  urlFor({ protocol: theirs, version, module, name, build }: JobData): string {
    const task = `${basename(module)}#${name}`;
    const refuse = (why: string): RefusedTaskError =>
      new RefusedTaskError(`the worker ${this.#worker} refuses ${task}: ${why}.`, "run");
    if (theirs !== protocol || version !== this.#version) {
      throw refuse(`it has @wengert/queue ${this.#version}, the task is of ${version}. Install the same version`);
    }
    const own = this.#builds.get(module);
    if (own === undefined)
      throw refuse(`it was started without the module. Start it with --module ${basename(module)}`);
    if (own.hash !== build) {
      const builds = `it has the build ${own.hash.slice(0, 12)}, the task is of ${build.slice(0, 12)}`;
      throw refuse(`${builds}. Start it with the same files and the same versions of packages`);
    }
    if (isChanged(own)) throw refuse("its files were changed since it was started. Start it again");
    return own.url;
  }
}
