import { fork } from 'node:child_process';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';

/** What a user asks for. */
export interface Visit {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One finished request. */
export interface LoadSample {
  /** Its place among the visits. */
  readonly visit: number;
  /** Milliseconds since the epoch, when it was sent. */
  readonly at: number;
  readonly ms: number;
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number;
  /** The release that the page names, where it does. */
  readonly release: string;
  /** Who is signed in, where the answer says it. */
  readonly user: string;
}

export interface LoadResult {
  readonly samples: readonly LoadSample[];
  readonly sent: number;
  readonly failed: number;
  readonly perSecond: number;
}

/** A user who waited this long without an answer counts as failed. */
const ANSWER_MS = 20_000;

/** Constant load in a process of its own, so that the story's work does not slow the clock of the users. */
export function startLoad(options: { readonly visits: readonly Visit[]; readonly perSecond: number }): {
  /** Sends no more, waits for what is under way, and counts. */
  stop(): Promise<LoadResult>;
  /** Ends it at once, whatever is under way. */
  kill(): void;
} {
  const child = fork(fileURLToPath(import.meta.url), [], {
    env: { ...process.env, LOAD_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const finished = new Promise<readonly LoadSample[]>((resolve, reject) => {
    child.once('message', (samples) => resolve(samples as readonly LoadSample[]));
    child.once('exit', (code) => reject(new Error(`the load generator ended early with ${code}`)));
  });
  finished.catch(() => undefined);
  return {
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.send('stop');
      const samples = await finished;
      child.kill();
      const span = samples.length > 1 ? (samples.at(-1)!.at - samples[0]!.at) / 1000 : 0;
      return {
        samples,
        sent: samples.length,
        failed: samples.filter(failed).length,
        perSecond: span > 0 ? samples.length / span : 0,
      };
    },
  };
}

export const failed = (sample: LoadSample): boolean => sample.status === 0 || sample.status >= 500;

/** The generator itself: an open loop at a fixed rate, so that a slow server does not lower the pressure. */
async function generate(): Promise<void> {
  const { visits, perSecond } = JSON.parse(process.env['LOAD_OPTIONS'] ?? '{}') as {
    visits: Visit[];
    perSecond: number;
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const samples: LoadSample[] = [];
  const pending = new Set<Promise<void>>();
  const started = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((Date.now() - started) / 1000) * perSecond;
    for (; sent < due; sent += 1) {
      const visit = sent % visits.length;
      const request = sample(visits[visit]!, agent).then((done) => void samples.push({ visit, ...done }));
      pending.add(request);
      void request.finally(() => pending.delete(request));
    }
  }, 10);
  process.once('disconnect', () => process.exit(0));
  await new Promise((resolve) => process.once('message', resolve));
  clearInterval(timer);
  await Promise.all(pending);
  samples.sort((a, b) => a.at - b.at);
  process.send!(samples, () => process.disconnect());
}

function sample({ url, headers = {} }: Visit, agent: Agent): Promise<Omit<LoadSample, 'visit'>> {
  const at = Date.now();
  return new Promise((resolve) => {
    const done = (status: number, release: string, user = '') =>
      resolve({ at, ms: Date.now() - at, status, release, user });
    const request = get(url, { agent, headers, signal: AbortSignal.timeout(ANSWER_MS) }, (response) => {
      let head = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        if (head.length < 4096) head += text;
      });
      // The page says it in its markup, the health paths in JSON.
      const release = () =>
        /data-release="([^"]+)"|"release":"([^"]+)"/.exec(head)?.slice(1).find(Boolean) ?? '';
      const user = () => /"user":"([^"]+)"/.exec(head)?.[1];
      response.once('end', () => done(response.statusCode ?? 0, release(), user()));
      response.once('error', () => done(0, release()));
    });
    request.once('error', () => done(0, ''));
  });
}

if (process.env['LOAD_OPTIONS'] && process.send) await generate();
