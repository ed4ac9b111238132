import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../rehearsal/free-port.ts';
import { root } from '../../scripts/project.ts';
import { until } from '../../test/support/until.ts';

const FILES = {
  'package.json': JSON.stringify({ name: 'bare', private: true }),
  'app/layout.js':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  // Rendered for each request, as every page of the platform is.
  'app/page.js': `export const dynamic = 'force-dynamic';
export default function Page() { return <h1>Bare</h1>; }`,
};

/** The smallest page that Next.js can render, built and served as the platform is. */
export async function startBare(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const work = path.join(root, 'rehearsal/.work');
  await mkdir(work, { recursive: true });
  const folder = await mkdtemp(path.join(work, 'bare-'));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const next = createRequire(path.join(root, 'app/package.json')).resolve('next/dist/bin/next');
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const };
  await promisify(execFile)(process.execPath, [next, 'build'], { cwd: folder, env, maxBuffer: 16_000_000 });
  const port = await freePort();
  const child = spawn(process.execPath, [next, 'start', '--port', String(port), '--hostname', '127.0.0.1'], {
    ...{ cwd: folder, env, stdio: 'ignore' },
  });
  const origin = `http://127.0.0.1:${port}`;
  await until('the bare page', async () => (await fetch(origin)).ok, 120_000);
  return {
    origin,
    async close() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
