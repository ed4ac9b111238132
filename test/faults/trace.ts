import { isDatabase, points, type StoryName } from './points.ts';
import { STORIES, type Story, storyOf } from './stories.ts';
import { unaskedIn } from './unasked.ts';
import { watch } from './watch.ts';
import type { World } from './world.ts';

/** A request or statement of a job, by its name and place among those of its name. */
export interface Request {
  readonly call: string;
  readonly nth: number;
}

/** By story and call, what each of them asked first: a write its own request. */
export type Calls = Readonly<Record<string, readonly (Request | undefined)[]>>;
export interface Trace {
  readonly of: Readonly<Record<string, Calls>>;
  /** Calls that ask nothing in any story, by name, with the reason. */
  readonly unasked: Readonly<Record<string, string>>;
  /** Stories that did not end as they should, though nothing was in the way. */
  readonly broken: readonly string[];
}

const IN_DATABASE = ['migration', 'commit', 'query', 'append'].map((kind) => `database.production.${kind}`);

/**
 * Runs stories with nothing in the way, and keeps the world at each moment that stories begin from.
 * @param names which, besides the first two; default: all
 * @param stages keeps the worlds of rolling releases too
 * @throws when one of the first two does not end as it should: the others begin there
 */
export async function traceOf(world: World, names?: readonly StoryName[], stages = true): Promise<Trace> {
  const trace: Record<string, Calls> = {};
  const broken: string[] = [];
  await world.keep('released');
  trace['plan'] = await traced(world, storyOf('plan'));
  await world.approve(world.next);
  await world.keep('approved');
  if (stages) await keepDeployed(world).catch((error: Error) => broken.push(error.message));
  await world.restore('approved');
  trace['ship'] = await traced(world, storyOf('ship'));
  await world.keep('shipped');
  if (stages)
    await keepStages(world).catch((error: Error) => {
      broken.push(error.message);
    });
  for (const story of STORIES) {
    if (trace[story.name] || (names && !names.includes(story.name))) continue;
    try {
      await world.restore(story.from);
      trace[story.name] = await traced(world, story);
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { of: trace, broken, unasked: await unaskedIn(world, trace) };
}

/** A release whose job was killed when hosting had taken its files, before it heard so. */
async function keepDeployed(world: World): Promise<void> {
  const { action, inputs } = storyOf('plan');
  await world.restore('released');
  world.cloud.faults.set({ call: 'vercel.deploy', fault: 'kill-caller-after' });
  const killed = await world.spawn(world.next, action, inputs(world));
  world.cloud.faults.clear();
  if (killed.signal === null) throw new Error(`nothing was deployed: ${killed.lines.join('\n')}`);
  await world.keep('deployed');
}

/** A release that is approved to go in stages, and one whose job was killed in the first of them. */
async function keepStages(world: World): Promise<void> {
  const { action, inputs } = storyOf('rolling');
  await world.restore('released');
  await world.inStages();
  const planned = await world.act(world.next, action, inputs(world));
  await world.approve(world.next);
  await world.keep('staged');
  world.cloud.faults.set({ call: 'vercel.rolling-approve', fault: 'kill-caller-before' });
  const killed = await world.spawn(world.next, action, inputs(world));
  world.cloud.faults.clear();
  if (!world.inStage())
    throw new Error(
      `no stage began: ${planned.errorCode}, ${killed.signal ?? killed.code}\n${killed.lines.join('\n')}`,
    );
  await world.keep('canary');
}

async function traced(world: World, story: Story): Promise<Record<string, readonly (Request | undefined)[]>> {
  const { faults, log } = world.cloud;
  // Changes nothing: it only counts them.
  for (const call of IN_DATABASE)
    faults.set({ call, fault: { kind: 'delay', milliseconds: 0 }, times: 'always' });
  const [from, struck] = [log.entries.length, faults.struck.length];
  const calls = () => [
    ...log.entries.slice(from).map(({ call }) => call),
    ...faults.struck.slice(struck).flatMap(({ call }) => (IN_DATABASE.includes(call) ? [call] : [])),
  ];
  const spans: { point: string; begin: readonly string[]; end: readonly string[] }[] = [];
  watch(({ point }) => {
    const span = { point, begin: calls(), end: [] as readonly string[] };
    spans.push(span);
    return () => {
      span.end = calls();
    };
  });
  const outcome = await world.act(world.next, story.action, story.inputs(world));
  watch(undefined);
  faults.clear();
  if (outcome.errorCode !== story.ends)
    throw new Error(
      `${story.name} ended with ${outcome.errorCode || 0}:\n${outcome.problem?.what}\n${outcome.lines.join('\n')}`,
    );
  const made: Record<string, (Request | undefined)[]> = {};
  for (const { point, begin, end } of spans) {
    made[point] ??= [];
    made[point].push(firstOf(point, begin, end));
  }
  return made;
}

/** What was asked between the two: the write that the call is for, or the first thing. */
function firstOf(point: string, begin: readonly string[], end: readonly string[]): Request | undefined {
  const many = (all: readonly string[], call: string) => all.filter((one) => one === call).length;
  const names = [...new Set(end)].filter((call) => many(end, call) > many(begin, call));
  const mine = names.filter((call) => call.startsWith('database.') === point.startsWith('migrations.'));
  const known = points().find(({ seenAs, kind }) => kind === 'write' && seenAs === point);
  const write = known && isDatabase(known) ? 'database.production.migration' : known?.request;
  const call = mine.find((name) => name === write) ?? mine[0];
  return call === undefined ? undefined : { call, nth: many(begin, call) };
}
