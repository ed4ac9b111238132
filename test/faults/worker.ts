import './hooks.ts';
import type { Case } from './cases.ts';
import type { StoryName } from './points.ts';
import type { Ran } from './run-case.ts';
import type { Request, Trace } from './trace.ts';
import type { World } from './world.ts';

/** From the parent: the cases, one at a time; to it: what is made, then what became of each. */
export type ToWorker =
  | {
      readonly do: 'case';
      readonly one: Case;
      readonly request: Request | undefined;
      /** Which broken product meets it, instead of that of the environment. */
      readonly broken?: string;
    }
  | { readonly do: 'end' };
export type FromWorker =
  | { readonly is: 'ready'; readonly trace: Trace }
  | { readonly is: 'ran'; readonly one: Case; readonly ran: Ran; readonly milliseconds: number }
  | { readonly is: 'broken'; readonly why: string };

const send = (message: FromWorker) => process.send?.(message);

// A vendor that never answers: the clients' own deadlines are minutes, which only waits. Others answer, if not at once.
const deadline = AbortSignal.timeout.bind(AbortSignal);
/** A program begins late on a busy machine, and only a hung one is to be ended. */
const PATIENT_MS = 30_000;
/** It runs sentry-cli, which has to have asked before it is ended. */
const PROGRAM = 'sentry.upload-source-maps';
let longest = PATIENT_MS;
AbortSignal.timeout = (milliseconds) => deadline(Math.min(milliseconds, longest));

const { World: Opened } = await import('./world.ts');
const { STORIES } = await import('./stories.ts');
const { traceOf } = await import('./trace.ts');
const { runCase } = await import('./run-case.ts');

const [, , named = 'all', how] = process.argv;
const stories = named === 'all' ? undefined : named.split(',').flatMap((name) => storyNames(name));
try {
  const world = await Opened.open({ asking: true });
  process.on('message', (message: ToWorker) => {
    void answer(world, message);
  });
  process.once('disconnect', () => process.exit(1));
  send({ is: 'ready', trace: await traceOf(world, stories, how !== 'at once') });
} catch (error) {
  send({ is: 'broken', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function storyNames(name: string): readonly StoryName[] {
  return STORIES.flatMap((story) => (story.name === name ? [story.name] : []));
}

async function answer(world: World, message: ToWorker): Promise<void> {
  if (message.do === 'end') {
    await world.close();
    process.exit(0);
  }
  const started = Date.now();
  const { one, request, broken } = message;
  if (broken !== undefined) process.env['SHIPLOCK_FAULTS_BROKEN'] = broken;
  longest = one.fault !== 'timeout' ? PATIENT_MS : one.point === PROGRAM ? 10_000 : 1_000;
  let ran: Ran;
  try {
    ran = await runCase(world, one, request);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    ran = { looked: 1, struck: true, failures: [`the case could not be run: ${why}`], ends: [] };
  }
  send({ is: 'ran', one, ran, milliseconds: Date.now() - started });
}
