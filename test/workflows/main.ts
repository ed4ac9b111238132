import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Cloud, startCloud } from '../../rehearsal/cloud/index.ts';
import { Unavailable } from '../../rehearsal/wheel.ts';
import { root } from '../../scripts/project.ts';
import { actBinary } from './act.ts';
import { type Change, type Ended, type Running, Stage } from './stage.ts';

/**
 * `npm run test:workflows`: a repository that imports our callable workflows ships to staging and production, run by
 * act in host mode against the local cloud. `--verbose` prints everything that act says; `--sample`, for `npm test`, ships
 * a small app in place of the platform's, which `npm run rehearse` ships, and leaves out the pushes that fail.
 */
const verbose = process.argv.includes('--verbose');
const sample = process.argv.includes('--sample');
const began = performance.now();
const failures: string[] = [];
const stop = new AbortController();
const LIMIT_MS = 900_000;

/** Ends what runs; what does not end in time is left behind rather than waited for. */
function end(why: string): void {
  process.stderr.write(`${why}: ending\n`);
  stop.abort();
  setTimeout(() => process.exit(1), 15_000).unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end(signal));
setTimeout(() => end(`more than ${LIMIT_MS / 1000} s`), LIMIT_MS).unref();

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function check(held: boolean, what: string): void {
  say(`  ${held ? '✓' : '✗'} ${what}`);
  if (!held) failures.push(what);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  say(`${what}: ${seconds(since)}`);
  return result;
}

/** Prints each step as it ends. */
function progress(line: string): void {
  if (verbose) {
    say(`    ${line}`);
    return;
  }
  const [, job, mark, step, took] =
    /^\[(.+?)\]\s+(✅|❌)\s+\w+ - Main (.+?)(?: \[([\d.]+\w+)\])?$/u.exec(line) ?? [];
  if (step) say(`    ${mark} ${job?.trim()}: ${step}${took ? ` (${took})` : ''}`);
}

const ended = (pushed: Ended, job: string, step: string, how: 'Success' | 'Failure') =>
  pushed.lines.some((line) => line.startsWith(`[${job}`) && line.includes(`${how} - Main ${step}`));

/** Somebody reads the plan and approves it, once the gate says that it waits. */
function approver(cloud: Cloud): (line: string, push: Running) => void {
  let plan = '';
  let approved = false;
  return (line, push) => {
    progress(line);
    if (!line.startsWith('[production/')) return;
    plan = /plan ([0-9a-f]{12}): \d+ migrations/.exec(line)?.[1] ?? plan;
    if (approved || !line.includes('waiting: ')) return;
    approved = true;
    say(`    grace approves plan ${plan} at GitHub`);
    cloud.github.review('grace', push.run, 'production', 'approved', `/approve ${plan}`);
  };
}

async function pullRequest(stage: Stage, change: Change): Promise<void> {
  say('\nA pull request is staged, and gets the plan as a comment');
  const opened = await timed('act', () => stage.open(change, progress));
  check(opened.code === 0, `exit code 0 (it is ${opened.code})`);
  const hash = opened.lines
    .map((line) => /set-output:: plan-hash=([0-9a-f]{64})/.exec(line)?.[1])
    .find(Boolean);
  check(
    hash !== undefined && stage.comments(change.pull).some((body) => body.includes(hash)),
    `the comment names the plan hash ${hash?.slice(0, 12)}`,
  );
  check((await stage.serving('staging'))?.commit !== change.sha, 'staging does not serve it');
}

async function goodRelease(stage: Stage, cloud: Cloud, change: Change): Promise<Ended> {
  say('\nIts merge ships to staging, then, approved, to production');
  const pushed = await timed('act', () => stage.merge(change, approver(cloud)));
  check(pushed.code === 0, `exit code 0 (it is ${pushed.code})`);
  for (const environment of ['staging', 'production'] as const) {
    const now = await stage.serving(environment);
    check(
      now?.commit === pushed.sha && Boolean(now.release?.startsWith('rel_')),
      `${environment} serves ${now?.release ?? 'nothing'} of commit ${now?.commit?.slice(0, 12) ?? '-'}`,
    );
  }
  check(
    pushed.lines.some((line) => line.startsWith('[production/') && line.includes('approved by grace')),
    'production waited, and was approved by grace',
  );
  return pushed;
}

async function badRelease(stage: Stage, good: Ended): Promise<void> {
  say('\nA push whose verify SQL finds something ends on staging');
  const file = path.join(stage.caller, 'supabase/verify/on_purpose.sql');
  await writeFile(file, "select 'wrong on purpose' as check_name, 1::bigint as bad;\n");
  const pushed = await timed('act', async () => stage.merge(await stage.change('A bad release'), progress));
  check(pushed.code !== 0, `exit code other than 0 (it is ${pushed.code})`);
  check(ended(pushed, 'staging', 'Verify', 'Failure'), 'verify failed');
  check(ended(pushed, 'staging', 'Roll back', 'Success'), 'rollback answered it');
  check(!pushed.lines.some((line) => line.startsWith('[production/')), 'production was not begun');
  for (const environment of ['staging', 'production'] as const)
    check(
      (await stage.serving(environment))?.commit === good.sha,
      `${environment} serves the previous release`,
    );
}

async function brokenBuild(stage: Stage, good: Ended): Promise<void> {
  say('\nA push that does not build ends on staging');
  await rm(path.join(stage.caller, 'supabase/verify/on_purpose.sql'));
  await writeFile(path.join(stage.caller, 'app/next.config.ts'), 'throw new Error("broken on purpose");\n');
  const pushed = await timed('act', async () => stage.merge(await stage.change('A broken build'), progress));
  check(pushed.code !== 0, `exit code other than 0 (it is ${pushed.code})`);
  check(ended(pushed, 'staging', 'Deploy', 'Failure'), 'deploy failed');
  check(!ended(pushed, 'staging', 'Migrate', 'Success'), 'nothing was migrated');
  check((await stage.serving('production'))?.commit === good.sha, 'production serves the previous release');
}

function checkSecrets(cloud: Cloud, printed: readonly string[]): void {
  const text = printed.join('\n');
  const found = cloud.secrets.filter((secret) => text.includes(secret)).length;
  check(found === 0, `no secret in what was printed (${found} of ${cloud.secrets.length})`);
}

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new Unavailable('Node 24 is needed: run `npm run test:workflows`, which uses the one of npm ci');
  const binary = await timed('act 0.2.89 is there', actBinary);
  const scratch = await mkdtemp(path.join(tmpdir(), 'shiplock-workflows-'));
  let cloud: Cloud | undefined;
  try {
    cloud = await timed('the local cloud is up', () => startCloud({ root, rootDirectory: 'app' }));
    const stage = new Stage({ cloud, scratch, binary, signal: stop.signal, smallApp: sample });
    await timed('the repositories are there', () => stage.set());
    const change = await stage.change('First release');
    await pullRequest(stage, change);
    const good = await goodRelease(stage, cloud, change);
    if (good.code === 0) {
      if (!sample) {
        await badRelease(stage, good);
        await brokenBuild(stage, good);
      }
    } else if (!verbose) for (const line of good.lines.slice(-60)) say(`    ${line}`);
    checkSecrets(cloud, stage.printed);
    for (const line of cloud.unimplemented()) check(false, line);
  } finally {
    await cloud?.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
  process.stderr.write(
    `${error instanceof Unavailable ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
}
say(
  `\n${failures.length === 0 ? 'workflows: all well' : `workflows: ${failures.length} failed`} in ${seconds(began)}`,
);
process.exit(failures.length === 0 ? 0 : 1);
