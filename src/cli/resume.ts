import { action as migrateAction } from '../../actions/migrate/main.ts';
import { action as rollbackAction } from '../../actions/rollback/main.ts';
import { action as shipAction } from '../../actions/ship/main.ts';
import { count } from '../present/count.ts';
import { configurationError } from '../release/errors.ts';
import type { ReleaseRecord } from '../release/record/record.ts';
import { type Candidate, type Resumption, resumption, underWayOf } from '../release/resuming.ts';
import { foldState } from '../release/state.ts';
import { type Door, telling } from '../runner/action.ts';
import type { Inputs } from '../runner/values.ts';
import { type Command, fromAction } from './command.ts';
import { withRecord } from './with-record.ts';

/** Among so many of an environment's newest releases is the one that is under way. */
const NEWEST = 20;

/** Continues the release that is under way in an environment, whatever state it was left in. Opens none. */
export const resume: Command = {
  ...fromAction(shipAction, { here: true }),
  run: async (door, options) => {
    const { environment = '' } = door.inputs;
    const found = await withRecord(door.inputs['database-url'] ?? '', async (_, record) =>
      whichOne(record, environment, door.inputs),
    );
    if ('nothing' in found) return options.json ? 'null' : found.nothing;
    if ('proposed' in found) {
      door.say(`the record has no release ${found.proposed} yet: hosting is asked whether a job staged it`);
      return fromAction(shipAction, {}).run(door, options);
    }
    for (const line of found.how.lines) door.say(line);
    return continued(door, found.candidate, found.how, options);
  },
};

type Found =
  | { readonly nothing: string }
  /** A planning job opens none: its release comes into the record when the shipping role takes it over. */
  | { readonly proposed: string }
  | { readonly candidate: Candidate; readonly how: Resumption };

async function whichOne(record: ReleaseRecord, environment: string, inputs: Inputs): Promise<Found> {
  const candidates = await candidatesOf(record, environment, inputs);
  const named = inputs['release-id'];
  if (named !== undefined && candidates.length === 0) return { proposed: named };
  const [candidate, ...others] = underWayOf(candidates);
  const how = candidate && resumption(candidate);
  if (!candidate || !how) return { nothing: nothing(environment, inputs, candidates) };
  if (others.length > 0) throw several(environment, [candidate, ...others]);
  const { commit } = inputs;
  if (how.action !== 'rollback' && commit !== undefined && commit !== candidate.release.commit)
    throw otherCommit(candidate, commit);
  return { candidate, how };
}

async function candidatesOf(
  record: ReleaseRecord,
  environment: string,
  inputs: Inputs,
): Promise<readonly Candidate[]> {
  const named = inputs['release-id'];
  const one = named === undefined ? undefined : await record.release(named);
  const releases = named === undefined ? await record.recent(environment, NEWEST) : one ? [one] : [];
  const events = await record.eventsOf(releases.map(({ id }) => id));
  const project = inputs['vercel-project'];
  return releases
    .map((release) => ({ release, state: foldState(events.get(release.id) ?? []) }))
    .filter(({ state }) => !project || !state.project || state.project.includes(project));
}

function nothing(environment: string, inputs: Inputs, [newest]: readonly Candidate[]): string {
  if (!newest)
    return `nothing to resume: the record has no release of ${environment}. One that a planning job staged and nobody approved yet is continued by its own run, or with --release-id`;
  const { release, state } = newest;
  const which = inputs['release-id'] === undefined ? 'the newest one, ' : '';
  return `nothing to resume in ${environment}: ${which}${release.id} of commit ${release.commit.slice(0, 12)}, is closed as ${state.closed?.result ?? 'open'}. To ship a commit: \`shiplock ship --environment ${environment}\`.`;
}

async function continued(
  door: Door,
  candidate: Candidate,
  how: Resumption,
  options: Parameters<Command['run']>[1],
): Promise<string> {
  const told = telling(door, inputsOf(candidate, how));
  if (how.action === 'contract')
    return fromAction(migrateAction, { preset: { contract: true } }).run(told, options);
  const action = how.action === 'rollback' ? rollbackAction : shipAction;
  return fromAction(action, {}).run(told, options);
}

/** What the action is told besides what the command was: which release, and of a rollback, to where. */
export function inputsOf({ release }: Candidate, { action, to, forced }: Resumption): Inputs {
  return {
    commit: release.commit,
    // A rollback to a named release finds out what it leaves.
    ...(to === undefined ? { 'release-id': release.id } : { to }),
    ...(forced === undefined ? {} : { force: true, reason: forced }),
    ...(action === 'rollback' ? { reason: 'a rollback that was cut short is continued' } : {}),
  };
}

function several(environment: string, candidates: readonly Candidate[]) {
  const list = candidates.map(({ release }) => `${release.id} of commit ${release.commit.slice(0, 12)}`);
  return configurationError({
    code: 'SHIPLOCK_RESUME_SEVERAL',
    what: `${count(candidates.length, 'release')} began to change ${environment} and are not over: ${list.join(', ')}`,
    notDone: ['nothing was changed'],
    next: `\`shiplock status --environment ${environment}\` shows where each of them is. Name the one to continue with --release-id.`,
  });
}

function otherCommit({ release }: Candidate, commit: string) {
  return configurationError({
    code: 'SHIPLOCK_RESUME_OTHER_COMMIT',
    what: `the release under way in ${release.environment}, ${release.id}, ships commit ${release.commit.slice(0, 12)}, and the checkout is of ${commit.slice(0, 12)}; its files and migrations are read from the checkout`,
    notDone: ['nothing was changed'],
    next: `\`git checkout ${release.commit} && shiplock resume --environment ${release.environment}\``,
  });
}
