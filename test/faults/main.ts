import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type Case, casesOf, inRounds, madeIn, nameOf, whatIs } from './cases.ts';
import { FAULTS } from './faults.ts';
import { options } from './options.ts';
import { points } from './points.ts';
import { tryBreaks } from './trials.ts';
import { UNASKED_NAMES } from './unasked.ts';
import { type Stories, Worker } from './workers.ts';

/**
 * `npm run test:faults`: every outside call of the registry, with everything that can go wrong at it, alone, run again
 * and with a person in between. `--rounds 6` takes the first rounds of them: each has every call once, the first has every
 * fault. `--sample` takes a few of the first; `--seed` others. `--only 7,12` names cases, `--match promote` those whose
 * name has it (`--match 'promote 0|rollback 0'`: or that). `--resume FILE` leaves out what has passed by that file, and
 * keeps there what does; several runs may share it. `--breaks` runs
 * products that each break the promise in one way, which must be noticed; `--broken repeats` one of them with the cases
 * that are chosen. Ends with 1 if a case failed, or a call was never made.
 */
const SAMPLE = 6;
/** Stories whose calls are most of all, and which need no other program. */
const SAMPLE_STORIES: Stories = { named: 'plan,ship,rollback', stages: false };
const WHOLE: Stories = { named: undefined, stages: true };
/** What takes longer never ends: the longest case takes a tenth of it on a busy machine. */
const LIMIT_MS = 300_000;

if (options.breaks) process.exit((await tryBreaks(options.match)) ? 0 : 1);

const { sample, broken } = options;
const stories = sample ? SAMPLE_STORIES : WHOLE;
/** Only makes the worlds that cases begin from. */
const another = () => Worker.start({ ...stories, named: '' }, broken);
const more = sample ? 0 : Math.max(0, Math.min(Number(options.workers), Number(options.count ?? '99')) - 1);
const others = Array.from({ length: more }, another);
const first = await Worker.start(stories, broken);
const { trace } = first;
for (const one of trace.broken) process.stdout.write(`✗ ${one}\n`);

const { cases, neverMade } = casesOf(madeIn(trace.of));
const only = options.only?.split(',').map(Number);
const wanted = cases.filter(
  (one) =>
    (!only || only.includes(one.number)) &&
    (!options.match || options.match.split('|').some((word) => nameOf(one).includes(word))),
);
const most = options.count ? Number(options.count) : sample ? SAMPLE : wanted.length;
const rounds = Number(options.rounds ?? Number.POSITIVE_INFINITY);
const { resume } = options;
const passed = () => new Set(resume && existsSync(resume) ? readFileSync(resume, 'utf8').split('\n') : []);
const before = passed();
const chosen = inRounds(wanted, Number(options.seed))
  .filter((one) => one.round < rounds && !before.has(whatIs(one)))
  .slice(0, most);
const seenAs = new Map(points().map((point) => [point.name, point.seenAs]));
const began = Date.now();
const left = chosen.values();
const failures: string[] = [];
let [runs, failed, done] = [0, 0, 0];

async function work(worker: Worker): Promise<Worker> {
  let at = worker;
  const met = async (one: Case) => {
    const ended = await at.run(one, trace.of[one.story]?.[seenAs.get(one.point)!]?.[one.nth], LIMIT_MS);
    if (ended.ended) at = await another();
    return ended;
  };
  for (const one of left) {
    if (passed().has(whatIs(one))) continue;
    let { ran, milliseconds } = await met(one);
    // How often a job polls differs from run to run: the first of its kind is always there.
    if (!ran.struck && one.nth > 0) ({ ran, milliseconds } = await met({ ...one, nth: 0 }));
    const wrong = ran.struck ? ran.failures : [...ran.failures, 'it did not come to pass'];
    runs += ran.looked;
    done += 1;
    if (wrong.length > 0) failed += 1;
    else if (resume) appendFileSync(resume, `${whatIs(one)}\n`);
    process.stdout.write(
      `${wrong.length > 0 ? '✗' : '✓'} ${done} of ${chosen.length} │ ${nameOf(one)}: ${ran.ends.join(', ')} in ${(milliseconds / 1000).toFixed(1)} s\n${wrong.map((why) => `    ${why}\n`).join('')}`,
    );
    failures.push(...wrong.map((why) => `${nameOf(one)}: ${why}`));
  }
  return at;
}

const working = others.map(async (starting) => work(await starting));
for (const worker of [await work(first), ...(await Promise.all(working))]) worker.end();

const unasked = sample ? {} : trace.unasked;
for (const [point, why] of Object.entries(unasked))
  process.stdout.write(`○ ${point} can meet no fault: ${why}\n`);
const missing = sample ? [] : neverMade.filter((point) => !(point in unasked));
for (const point of missing) failures.push(`${point}: no job made this call`);
const gone = sample ? [] : UNASKED_NAMES.filter((point) => !(point in unasked) && !missing.includes(point));
for (const point of gone) failures.push(`${point}: it is said to meet no fault, and a job makes it`);
failures.push(...trace.broken);
failed += trace.broken.length + missing.length + gone.length;
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
  `${points().length - neverMade.length} points × ${FAULTS.length} faults = ${runs} runs, ${failed} failed\n`,
);
process.exitCode = failed > 0 || runs === 0 ? 1 : 0;
