import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { startFixture } from '../vercel/fixture.ts';

/** Requests a second through a production domain to a real `next start`. Exit code 1 below the bar. */
const BAR = 300;
const fixture = await startFixture();
try {
  await fixture.deploy({ autoAssignCustomDomains: true });
  const url = `${fixture.vercel.domainUrl('www')}/api/who`;
  const autocannon = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const before = loadavg()[0]!.toFixed(1);
  // A process of its own, as real visitors are: inside this one it would take the proxy's time.
  const child = spawn(process.execPath, [autocannon, '--json', '-c', '20', '-d', '10', url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  const result = JSON.parse(output) as {
    requests: { average: number };
    latency: { p99: number };
    errors: number;
    non2xx: number;
  };
  const lost = result.errors + result.non2xx;
  console.log(
    `${result.requests.average} requests/s (bar ${BAR}), p99 ${result.latency.p99} ms, ${lost} failed, load average before ${before}`,
  );
  if (result.requests.average < BAR || lost > 0) process.exitCode = 1;
} finally {
  await fixture.close();
}
