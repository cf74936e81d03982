import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, connect as open } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis of its own, which writes down what it has (append-only file), so that it can be killed and started again. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string = mkdtempSync(join(tmpdir(), "wengert-redis-"));
  readonly #more: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, more: readonly string[]) {
    this.port = port;
    this.#more = more;
  }

  /** Begins on a free port of this machine. */
  static async begin(...more: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), more);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const options = ["--port", `${this.port}`, "--bind", "127.0.0.1", "--dir", this.#folder, "--save", ""];
    const written = ["--appendonly", "yes", "--appendfsync", "always"];
    this.#process = spawn("redis-server", [...options, ...written, ...this.#more], { stdio: "ignore" });
    while (!(await answers(this.port))) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Kills it, by its own process. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const ended = this.#process && once(this.#process, "exit");
    this.#process?.kill(signal);
    await ended;
    this.#process = undefined;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether it answers PING; a server that is still reading its file does not. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    // With a password it asks for that first, and is up as well.
    socket
      .on("data", (data) => end(/PONG|NOAUTH/.test(`${data}`))())
      .on("error", end(false))
      .on("close", end(false));
  });
}
