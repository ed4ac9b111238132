import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { processEnvironment, type ServedKind } from './builder.ts';
import { startOutput } from './output/index.ts';
import { endGroup, spawnGroup } from './process-group.ts';
import type { DeploymentState } from './state.ts';

type Deployed = Pick<DeploymentState, 'id' | 'env'>;

/**
 * One `next start` per deployment, started when it is first needed and again when it has died. As with hosting's
 * functions, what nobody asks sleeps: a cloud that sees hundreds of deployments holds a dozen servers, and not their memory.
 */
export class Servers {
  readonly #root: string;
  readonly #limits: { readonly awake: number; readonly quietMs: number };
  readonly #directories = new Map<string, { readonly directory: string; readonly kind: ServedKind }>();
  readonly #outputs = new Map<string, ReturnType<typeof startOutput>>();
  /** Whoever was asked last stands last. */
  readonly #running = new Map<string, { child: ChildProcess; port: Promise<number>; asked: number }>();
  #closed = false;

  /** @param limits How many servers may be awake, and for how long one must not have been asked before it may sleep. */
  constructor(root: string, limits = { awake: 12, quietMs: 30_000 }) {
    this.#root = root;
    this.#limits = limits;
  }

  /** Remembers where a READY deployment lies. */
  place(id: string, directory: string, kind: ServedKind): void {
    this.#directories.set(id, { directory, kind });
  }

  /** Port of 127.0.0.1 that the deployment answers on. */
  port(deployment: Deployed): Promise<number> {
    const known = this.#running.get(deployment.id);
    if (known) {
      this.#running.delete(deployment.id);
      this.#running.set(deployment.id, { ...known, asked: Date.now() });
      return known.port;
    }
    const placed = this.#directories.get(deployment.id);
    if (placed && placed.kind !== 'next' && !this.#closed)
      return this.#output(deployment, placed.directory, placed.kind);
    const { directory } = placed ?? {};
    if (!directory || this.#closed) return Promise.reject(new Error(`${deployment.id} has no build`));
    const started = this.#start(deployment, directory);
    this.#running.set(deployment.id, { ...started, asked: Date.now() });
    this.#rest();
    started.port.catch(() => this.#running.delete(deployment.id));
    return started.port;
  }

  /** Process ids of the servers that run now. */
  pids(): readonly number[] {
    return [...this.#running.values()].flatMap(({ child }) => (child.pid === undefined ? [] : [child.pid]));
  }

  /** Ends those that were asked longest ago, as far as there are too many. */
  #rest(): void {
    for (const [id, { child, asked }] of this.#running) {
      if (this.#running.size <= this.#limits.awake || Date.now() - asked < this.#limits.quietMs) return;
      this.#running.delete(id);
      void endGroup(child);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running.values()].map(({ child }) => endGroup(child)));
    this.#running.clear();
    await Promise.all([...this.#outputs.values()].map(async (output) => (await output).close()));
    this.#outputs.clear();
  }

  async #output(deployment: Deployed, directory: string, kind: ServedKind): Promise<number> {
    const started =
      this.#outputs.get(deployment.id) ??
      startOutput({
        directory,
        config: kind === 'output',
        env: { ...processEnvironment(this.#root), ...deployment.env },
      });
    this.#outputs.set(deployment.id, started);
    return (await started).port;
  }

  #start(deployment: Deployed, directory: string) {
    const next = join(this.#root, 'node_modules', 'next', 'dist', 'bin', 'next');
    // The channel closes when we die, even by SIGKILL; without this line the server would live on.
    const dieWithParent = 'data:text/javascript,process.on("disconnect",()=>process.exit())';
    const args = ['--import', dieWithParent, next, 'start', '--port', '0', '--hostname', '127.0.0.1'];
    const child = spawnGroup(process.execPath, [...args, '--keepAliveTimeout', '120000'], {
      cwd: directory,
      env: { ...processEnvironment(this.#root), ...deployment.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const port = new Promise<number>((resolve, reject) => {
      let output = '';
      const late = setTimeout(() => {
        reject(new Error(`next start said no address within 60 s: ${output.trim()}`));
        void endGroup(child);
      }, 60_000);
      const read = (text: string) => {
        output = (output + text).slice(-4000);
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output);
        if (!found) return;
        clearTimeout(late);
        resolve(Number(found[1]));
      };
      child.stdout?.setEncoding('utf8').on('data', read);
      child.stderr?.setEncoding('utf8').on('data', read);
      child.once('error', reject);
      child.once('exit', (code) => {
        clearTimeout(late);
        // It may be awake again by now.
        if (this.#running.get(deployment.id)?.child === child) this.#running.delete(deployment.id);
        reject(new Error(`next start ended with ${code}: ${output.trim()}`));
      });
    });
    return { child, port };
  }
}
