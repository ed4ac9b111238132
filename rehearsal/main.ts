import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { root } from '../scripts/project.ts';
import { count } from '../src/present/count.ts';
import { type Cloud, startCloud } from './cloud/index.ts';
import { renderReport } from './report/index.ts';
import { downloadActions } from './runner.ts';
import { checkCloud, checkRecords, searchSecrets } from './story/checks.ts';
import { closing } from './story/closing.ts';
import { tell } from './story/index.ts';
import { emptyStory, type Story } from './story/model.ts';
import { watchProcessList } from './story/process-list.ts';
import { Stage, StoryBroke } from './story/stage.ts';
import { clock, seconds, Terminal } from './story/terminal.ts';

/**
 * `npm run rehearse`: four releases, from a pull request to production, against the vendors on this machine.
 *   --stay    keep the local cloud up afterwards, with a page to click through
 *   --canaries  secrets that look different in every encoding, echoed by every vendor in its errors, of which the
 *             first read of each kind is one; for `npm run test:full`
 *   --check   the same story and claims, without the closing tables
 *   --sample  for `npm test`: without release 4; test/road/kill-points.test.ts kills a release there
 * Exit code 0: every claim held.
 */
const { values } = parseArgs({
  options: {
    canaries: { type: 'boolean' },
    check: { type: 'boolean' },
    sample: { type: 'boolean' },
    stay: { type: 'boolean' },
  },
});
const REPORT = path.join(root, 'rehearsal/out/report.html');

const story = emptyStory();
const terminal = new Terminal();
let stopping: (() => void) | undefined;
const stopped = new Promise<void>((resolve) => {
  stopping = resolve;
});
let stage: Stage | undefined;
let signals = 0;
// Armed before anything starts: a Ctrl-C during start-up must leave nothing behind either.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signals += 1;
    if (signals === 1) terminal.line('Stopping everything that was started.');
    stage?.stop();
    stopping?.();
  });
}

const work = await mkdir(path.join(root, 'rehearsal/.work'), { recursive: true }).then(() =>
  mkdtemp(path.join(root, 'rehearsal/.work/story-')),
);
terminal.heading('Shiplock rehearsal: four releases from a pull request to production, on this machine');
const cloud = await timed('local cloud started', () => start());
try {
  if (signals === 0) await run(cloud);
} finally {
  // A server that was killed from outside must not hold us up: what is left ends with this process.
  await Promise.race([cloud.close(), sleep(20_000)]);
  await rm(work, { recursive: true, force: true });
  terminal.close();
}
const good = story.broken === undefined && story.claims.length > 0 && story.claims.every(({ held }) => held);
process.exit(good ? 0 : signals > 0 ? 130 : 1);

async function start(): Promise<Cloud> {
  const task = terminal.task('local cloud');
  const started = await startCloud({
    ...{ root, rootDirectory: 'app', stay: values.stay === true, canaries: values.canaries === true },
  });
  if (values.canaries) started.faults.setEcho(true, { firstReads: ['github', 'sentry', 'slack'] });
  task.end('done', 'Vercel, Supabase on Postgres, GitHub, Sentry, Slack');
  return started;
}

async function run(cloud: Cloud): Promise<void> {
  const processes = watchProcessList();
  const actions = path.join(work, 'actions');
  await downloadActions(actions);
  stage = new Stage(cloud, story, terminal, actions);
  story.facts.push(
    ['node', process.version],
    ['on', `${process.platform} ${process.arch} with ${availableParallelism()} cores`],
  );
  try {
    await tell(stage, work, values.sample === true);
  } catch (error) {
    if (signals > 0) return;
    story.broken = error instanceof Error ? error.message : String(error);
    terminal.line();
    terminal.claim(false, `the story ended early: ${story.broken}`);
    if (!(error instanceof StoryBroke)) terminal.line(error instanceof Error ? (error.stack ?? '') : '');
  }
  if (signals > 0) return;
  terminal.heading('Afterwards');
  await timed('records and secrets checked', () => afterwards(stage!, processes));
  if (!values.check) closing(terminal, story);
  const held = story.claims.filter((claim) => claim.held).length;
  terminal.line();
  terminal.line(
    `${held} of ${count(story.claims.length, 'claim')} held, in ${clock(story.endedAt - story.startedAt)} (${seconds(story.endedAt - story.startedAt)})`,
  );
  terminal.line(`report: ${path.relative(process.cwd(), REPORT)}`);
  if (!values.stay) return;
  terminal.line(`The local cloud stays up; look around at ${cloud.urls['page']} (Ctrl-C ends it)`);
  await stopped;
}

async function afterwards(on: Stage, processes: { stop(): string }): Promise<void> {
  if (story.broken === undefined) await checkRecords(on);
  checkCloud(on);
  story.slack = on.cloud.slack.state.channels.flatMap(({ messages }) =>
    messages.map(({ ts, threadTs, text, blocks, editedAt }) => ({
      ...{ ts, text, edited: editedAt !== undefined },
      ...(threadTs ? { threadTs } : {}),
      ...(blocks ? { blocks } : {}),
    })),
  );
  story.endedAt = Date.now();
  // Rendered once to be searched, and again with what the search found.
  searchSecrets(on, [
    { from: 'process list', text: processes.stop() },
    { from: 'report', text: renderReport(story) },
  ]);
  await mkdir(path.dirname(REPORT), { recursive: true });
  await writeFile(REPORT, renderReport(story));
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work();
  (story.times as Story['times'][number][]).push({ what, milliseconds: Date.now() - started });
  return result;
}
