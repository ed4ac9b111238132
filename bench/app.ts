import { parseArgs } from 'node:util';
import { EMAIL, PASSWORD, Platform } from '../test/platform/served.ts';
import { startBare } from './app/bare.ts';
import { type Figures, load } from './app/load.ts';
import { prescribers, signAll } from './app/prescribers.ts';
import { type Judged, judgeScreens } from './app/screens.ts';

/**
 * The platform's production build under load, as ratios beside the smallest page that Next.js can render on the same
 * machine, and its screens as Lighthouse sees them. `--seconds 5` for each address, `--people 40` who sign, `--json`.
 * The exit code is 1 when a screen misses its goal.
 */
const GOAL = { performance: 95, accessibility: 100, lcpMs: 1_000 };
const CONNECTIONS = 8;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    people: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const rows: { name: string; figures: Figures }[] = [];
let bare: Figures | undefined;
let screens: Judged[] = [];

const platform = await Platform.start();
const small = await startBare();
try {
  const app = await platform.serve({ LOG_LEVEL: 'info', NEXT_PUBLIC_SENTRY_DSN: '' });
  const browser = app.browser();
  await browser.signIn(EMAIL.prescriber, PASSWORD);
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
  const ask = (url: string, more: { cookie?: string } = {}, duration = seconds) =>
    load(url, { seconds: duration, connections: CONNECTIONS, ...more });
  const addresses: [name: string, url: string, more?: { cookie: string }][] = [
    ['live', `${app.origin}/api/health/live`],
    ['ready', `${app.origin}/api/health/ready`],
    ['list', `${app.origin}/prescriptions`, { cookie }],
  ];
  // What is compiled and read once is not measured.
  for (const [, url, more] of addresses) await ask(url, more, 2);
  await ask(small.origin, {}, 2);
  bare = await ask(small.origin);
  for (const [name, url, more] of addresses) rows.push({ name, figures: await ask(url, more) });
  const people = await prescribers(platform, app, { people: Number(values.people), drafts: 4 });
  rows.push({ name: 'sign', figures: await signAll(people, CONNECTIONS) });
  screens = await judgeScreens(app.origin);
} finally {
  await small.close();
  await platform.close();
}

const missed = screens.flatMap(({ screen, performance, accessibility, lcpMs }) => [
  ...(performance < GOAL.performance
    ? [`${screen}: performance ${performance}, below ${GOAL.performance}`]
    : []),
  ...(accessibility < GOAL.accessibility ? [`${screen}: accessibility ${accessibility}`] : []),
  ...(lcpMs > GOAL.lcpMs ? [`${screen}: largest contentful paint after ${lcpMs} ms`] : []),
]);
const beside = ({ perSecond, p50, p95, p99 }: Figures) => ({
  perSecond: perSecond / (bare?.perSecond ?? Number.NaN),
  p50: p50 / (bare?.p50 ?? Number.NaN),
  p95: p95 / (bare?.p95 ?? Number.NaN),
  p99: p99 / (bare?.p99 ?? Number.NaN),
});
if (values.json) {
  const all = rows.map(({ name, figures }) => ({ name, figures, beside: beside(figures) }));
  process.stdout.write(`${JSON.stringify({ bare, rows: all, screens, missed }, null, 2)}\n`);
} else {
  const told = (name: string, { perSecond, p50, p95, p99 }: Figures, unit: string, digits: number) =>
    `${name.padEnd(6)} ${[perSecond, p50, p95, p99].map((one) => one.toFixed(digits).padStart(9)).join('')} ${unit}\n`;
  process.stdout.write(`         requests/s      p50      p95      p99; ${CONNECTIONS} at a time\n`);
  if (bare) process.stdout.write(told('bare', bare, '(per second, ms)', 1));
  for (const { name, figures } of rows) {
    process.stdout.write(told(name, figures, '', 1));
    process.stdout.write(told('', { ...beside(figures) }, '× of the bare page', 2));
  }
  process.stdout.write('\nLighthouse, desktop\n');
  for (const { screen, performance, accessibility, lcpMs, tbtMs, scriptsKb } of screens)
    process.stdout.write(
      `${screen.padEnd(24)} performance ${performance}, accessibility ${accessibility}, LCP ${lcpMs} ms, TBT ${tbtMs} ms, scripts ${scriptsKb.toFixed(0)} kB\n`,
    );
}
for (const line of missed) process.stderr.write(`missed: ${line}\n`);
if (missed.length > 0) process.exitCode = 1;
