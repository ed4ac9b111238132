import { fork } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/project.ts';
import { type Case, casesOf, inRounds, type Made } from './cases.ts';
import { FAULTS } from './faults.ts';
import { points } from './points.ts';
import type { Request, Trace } from './trace.ts';
import type { FromWorker, ToWorker } from './worker.ts';

/**
 * `npm run test:faults`: every outside call of the registry, with everything that can go wrong at it, alone, run again
 * and with a person in between. `--rounds 6` takes the first rounds of them: each has every call once, the first has every
 * fault. `--sample` takes a few of the first; `--seed` others. `--only 7,12` names cases, `--match promote` those whose
 * name has it. `--resume FILE` leaves out what has passed by that file, and keeps there what does. `--broken repeats` runs a product that breaks the promise. Ends with 1 if one failed, or a call was never made.
 */
const { values } = parseArgs({
  options: {
    sample: { type: 'boolean', default: false },
    seed: { type: 'string', default: '0' },
    count: { type: 'string' },
    only: { type: 'string' },
    match: { type: 'string' },
    rounds: { type: 'string' },
    broken: { type: 'string' },
    resume: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});
const SAMPLE = 8;
/** Stories whose calls are most of all, and which need no other program. */
const SAMPLE_STORIES = 'plan,ship,rollback';

interface Worker {
  readonly trace: Trace;
  run(one: Case, request: Request | undefined): Promise<FromWorker & { is: 'ran' }>;
  end(): void;
}

/** @param first runs every story; others only make the worlds that cases begin from */
function start(first: boolean): Promise<Worker> {
  const PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const stories = !first ? [''] : values.sample ? [SAMPLE_STORIES, 'at once'] : [];
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), stories, {
    env: { ...process.env, PATH, SHIPLOCK_FAULTS_BROKEN: values.broken ?? '' },
  });
  const send = (message: ToWorker) => child.send(message);
  return new Promise((resolve, reject) => {
    let done: ((message: FromWorker & { is: 'ran' }) => void) | undefined;
    let failed: (error: Error) => void = reject;
    child.on('message', (message: FromWorker) => {
      if (message.is === 'broken') failed(new Error(message.why));
      else if (message.is === 'ran') done?.(message);
      else
        resolve({
          trace: message.trace,
          run: (one, request) =>
            new Promise((ran, broken) => {
              done = ran;
              failed = broken;
              send({ do: 'case', one, request });
            }),
          end: () => send({ do: 'end' }),
        });
    });
    child.once('exit', (code) => failed(new Error(`a worker ended with ${code}`)));
  });
}

const seenAs = (one: Case): string => points().find(({ name }) => name === one.point)?.seenAs ?? '';
/** What it is, whatever its number is. */
const whatIs = (one: Case) =>
  `${one.fault} at ${one.point} ${one.nth} in ${one.story}, ${one.situation}${one.situation === 'again' ? '' : ` (${one.person}, ${one.meanwhile ? 'meanwhile' : 'between'})`}`;
const nameOf = (one: Case) => `${one.number}: ${whatIs(one)}`;

const more = values.sample
  ? 0
  : Math.max(0, Math.min(Number(values.workers), Number(values.count ?? '99')) - 1);
const others = Array.from({ length: more }, () => start(false));
const first = await start(true);
for (const one of first.trace.broken) process.stdout.write(`✗ ${one}\n`);
const made: Made = Object.fromEntries(
  Object.entries(first.trace.of).map(([story, calls]) => [
    story,
    Object.fromEntries(
      Object.entries(calls).map(([call, all]) => [
        call,
        all.flatMap((request, nth) => (request ? [nth] : [])),
      ]),
    ),
  ]),
);
const { cases, neverMade } = casesOf(made);
const only = values.only?.split(',').map(Number);
const wanted = cases.filter(
  (one) => (!only || only.includes(one.number)) && (!values.match || nameOf(one).includes(values.match)),
);
const most = values.count ? Number(values.count) : values.sample ? SAMPLE : wanted.length;
const rounds = Number(values.rounds ?? Number.POSITIVE_INFINITY);
const passed = new Set(
  values.resume && existsSync(values.resume) ? readFileSync(values.resume, 'utf8').split('\n') : [],
);
const chosen = inRounds(wanted, Number(values.seed))
  .filter((one) => one.round < rounds && !passed.has(whatIs(one)))
  .slice(0, most);
const began = Date.now();
const left = chosen.values();
const failures: string[] = [];
let runs = 0;
let failed = 0;
let looked = 0;

async function work(worker: Worker): Promise<void> {
  const met = (one: Case) => worker.run(one, first.trace.of[one.story]?.[seenAs(one)]?.[one.nth]);
  for (const one of left) {
    let { ran, milliseconds } = await met(one);
    // How often a job polls differs from run to run: the first of its kind is always there.
    if (!ran.struck && one.nth > 0) ({ ran, milliseconds } = await met({ ...one, nth: 0 }));
    const wrong = ran.struck ? ran.failures : [...ran.failures, 'it did not come to pass'];
    runs += ran.looked;
    if (wrong.length > 0) failed += 1;
    looked += 1;
    const line = `${looked} of ${chosen.length} │ ${nameOf(one)}: ${ran.ends.join(', ')} in ${(milliseconds / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${wrong.length > 0 ? '✗' : '✓'} ${line}\n${wrong.map((why) => `    ${why}\n`).join('')}`,
    );
    if (wrong.length === 0 && values.resume) appendFileSync(values.resume, `${whatIs(one)}\n`);
    failures.push(...wrong.map((why) => `${nameOf(one)}: ${why}`));
  }
}

const working = others.map(async (starting) => {
  const worker = await starting;
  await work(worker);
  return worker;
});
await work(first);
for (const worker of [first, ...(await Promise.all(working))]) worker.end();

const missing = values.sample ? [] : neverMade;
for (const point of missing) failures.push(`${point}: no job made this call`);
failures.push(...first.trace.broken);
failed += first.trace.broken.length;
for (const one of failures) process.stdout.write(`✗ ${one}\n`);
process.stdout.write(
  `${points().length} points × ${FAULTS.length} faults: ${chosen.length} of ${cases.length} cases that can happen\n`,
);
const minutes = (Date.now() - began) / 60_000;
if (chosen.length < cases.length)
  process.stdout.write(
    `${minutes.toFixed(0)} min; all of them would take about ${((minutes * cases.length) / chosen.length).toFixed(0)}\n`,
  );
process.stdout.write(
  `${points().length - missing.length} points × ${FAULTS.length} faults = ${runs} runs, ${failed + missing.length} failed\n`,
);
process.exitCode = failed + missing.length > 0 || runs === 0 ? 1 : 0;
