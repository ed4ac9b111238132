import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/project.ts';
import type { Case } from './cases.ts';
import type { Ran } from './run-case.ts';
import type { Request, Trace } from './trace.ts';
import type { FromWorker, ToWorker } from './worker.ts';

type Ended = Pick<FromWorker & { is: 'ran' }, 'ran' | 'milliseconds'>;

export interface Stories {
  /** Which are run to see what they ask. Undefined: all. */
  readonly named: string | undefined;
  /** Worlds of rolling releases and of killed jobs are made too. */
  readonly stages: boolean;
}

/** A process with a world of its own, which runs one case at a time. */
export class Worker {
  readonly trace: Trace;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, trace: Trace) {
    this.#child = child;
    this.trace = trace;
  }

  static start({ named, stages }: Stories, broken = ''): Promise<Worker> {
    const PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
    const args = [named ?? 'all', stages ? 'in stages' : 'at once'];
    const child = fork(path.join(import.meta.dirname, 'worker.ts'), args, {
      env: { ...process.env, PATH, SHIPLOCK_FAULTS_BROKEN: broken },
      // Most of what a case makes is gone with it: a larger nursery collects it less often.
      execArgv: [...process.execArgv, '--max-semi-space-size=64'],
    });
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
      child.once('message', (message: FromWorker) => {
        if (message.is === 'ready') resolve(new Worker(child, message.trace));
        else reject(new Error(message.is === 'broken' ? message.why : `it said ${message.is} first`));
      });
    });
  }

  /**
   * One case, to its end.
   * @param limitMs one that takes longer never ends; this worker ends with it
   * @param broken the product breaks the promise in this way
   */
  run(
    one: Case,
    request: Request | undefined,
    limitMs: number,
    broken?: string,
  ): Promise<Ended & { readonly ended: boolean }> {
    const child = this.#child;
    return new Promise((resolve) => {
      const over = (why: string) => {
        clearTimeout(limit);
        child.removeAllListeners();
        child.kill('SIGKILL');
        const ran: Ran = { looked: 1, struck: true, failures: [why], ends: [] };
        resolve({ ran, milliseconds: limitMs, ended: true });
      };
      const limit = setTimeout(() => over(`it never ended: not in ${limitMs / 1000} s`), limitMs);
      child.removeAllListeners();
      child.once('exit', (code) => over(`its worker ended with ${code}`));
      child.once('message', (message: FromWorker) => {
        clearTimeout(limit);
        if (message.is === 'ran') resolve({ ...message, ended: false });
        else over(`its worker said ${message.is}`);
      });
      this.#send({ do: 'case', one, request, ...(broken !== undefined && { broken }) });
    });
  }

  end(): void {
    this.#child.removeAllListeners();
    if (this.#child.connected) this.#send({ do: 'end' });
  }

  #send(message: ToWorker): void {
    this.#child.send(message);
  }
}
