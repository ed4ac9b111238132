import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** Every command line that was seen on this machine meanwhile, for the search for secrets. */
export function watchProcessList(everyMs = 1_000): { stop(): string } {
  const seen = new Set<string>();
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void commandLines()
      .then((lines) => {
        for (const line of lines) seen.add(line);
      })
      .finally(() => {
        looking = false;
      });
  }, everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      if (seen.size === 0) throw new Error('the process list could not be read');
      return [...seen].join('\n');
    },
  };
}

async function commandLines(): Promise<string[]> {
  if (process.platform !== 'linux') return ps();
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    ids.map(async (id) =>
      (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    ),
  );
}

function ps(): Promise<string[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-Ao', 'args='], { maxBuffer: 1 << 24 }, (_error, stdout) =>
      resolve(stdout.split('\n').filter(Boolean)),
    );
  });
}
