import { BROKEN } from './broken.ts';
import { type Case, casesOf, madeIn, whatIs } from './cases.ts';
import { points } from './points.ts';
import { Worker } from './workers.ts';

/** A product that breaks the promise, what meets it, and what must be said. */
interface Trial {
  readonly broken: string;
  /** Beginning of the name of a case. */
  readonly meets: string;
  readonly says: RegExp;
  /** What the person does, where the turn of the matrix may be one that this product honours. */
  readonly acts?: Pick<Case, 'person' | 'meanwhile'>;
}

const SHIPPING = 'cut before at vercel.promote 0 in ship, again';
const PLANNING = 'refused at github.open-deployment 0 in plan, again';

/** Each clause of the promise, broken at least once. */
export const TRIALS: readonly Trial[] = [
  { broken: 'repeats', meets: SHIPPING, says: /vercel\.promote was sent 2 times/ },
  { broken: 'succeeds', meets: SHIPPING, says: /ended with 0, but it does not serve/ },
  {
    broken: 'claims',
    meets: 'cut before at vercel.rollback 0 in rollback, again',
    says: /ended with 0, but it still serves|closed as rolled-back, and the new serves/,
  },
  {
    broken: 'early',
    meets: PLANNING,
    says: /which nobody approved/,
  },
  {
    broken: 'overrides',
    meets: 'stale read at vercel.promote 0 in ship, a person acts',
    says: /a person decided on/,
    acts: { person: 'put back', meanwhile: true },
  },
  {
    broken: 'denies',
    meets: SHIPPING.replace('cut before', 'stale read'),
    says: /says "no traffic was.*but traffic moved/,
  },
  { broken: 'misreads', meets: PLANNING, says: /says that production serves dpl_another/ },
  { broken: 'crashes', meets: SHIPPING, says: /ended as a bug/ },
  {
    broken: 'twice',
    meets: PLANNING,
    says: /deployments at hosting/,
  },
  { broken: 'stuck', meets: SHIPPING, says: /it does not end/ },
  { broken: 'hangs', meets: SHIPPING, says: /it never ended/ },
  { broken: 'forges', meets: SHIPPING, says: /record verify: / },
];

/** A case takes seconds, on a busy machine a minute or two; one that hangs is waited for in vain. */
const LIMIT_MS = 300_000;
const HANGS_MS = 30_000;

/**
 * Runs each of them: a run that notices nothing says nothing about the product either.
 * @param match those alone, with commas between
 */
export async function tryBreaks(match = ''): Promise<boolean> {
  const untried = BROKEN.filter((name) => !TRIALS.some(({ broken }) => broken === name));
  for (const name of untried) process.stdout.write(`✗ ${name}: no trial has it\n`);
  let missed = untried.length;
  const begin = () => Worker.start({ named: 'plan,ship,rollback', stages: false });
  let worker = await begin();
  const { of } = worker.trace;
  const { cases } = casesOf(madeIn(of));
  const trials = TRIALS.filter(({ broken }) => !match || match.split(',').includes(broken));
  for (const { broken, meets, says, acts } of trials) {
    const found = cases.find((each) => whatIs(each).startsWith(meets)) ?? likeness(cases, meets);
    const one = { ...found, ...acts };
    const { seenAs } = points().find(({ name }) => name === one.point)!;
    const ended = await worker.run(
      one,
      of[one.story]?.[seenAs]?.[one.nth],
      broken === 'hangs' ? HANGS_MS : LIMIT_MS,
      broken,
    );
    if (ended.ended) worker = await begin();
    const noticed = ended.ran.failures.some((why) => says.test(why));
    if (!noticed) missed += 1;
    const heard = ended.ran.failures.map((why) => why.slice(0, 200));
    process.stdout.write(
      `${noticed ? '✓' : '✗'} ${broken} at ${whatIs(one)}: ${noticed ? heard.find((why) => says.test(why)) : `not noticed, only ${heard.join('; ') || 'nothing'}`}\n`,
    );
  }
  worker.end();
  process.stdout.write(`${trials.length} broken products, ${missed} not noticed\n`);
  return missed === 0 && trials.length > 0;
}

/** The same fault at the same call in another story or place: turns decide which the matrix has. */
function likeness(cases: readonly Case[], meets: string): Case {
  const [, fault, point, story, situation] =
    /^(.+) at (\S+) 0 in ([\w ]+), (again|a person acts)/.exec(meets) ?? [];
  const like = cases.find(
    (each) => each.fault === fault && each.point === point && each.situation === situation,
  );
  if (!like) throw new Error(`no case is like ${meets}`);
  return { ...like, story: story as Case['story'], nth: 0 };
}
