import { supabaseProjectOf } from '../../src/database/supabase-project.ts';
import { points } from './points.ts';
import { CHANGE, NOTES, settingsOf } from './repository.ts';
import type { Calls } from './trace.ts';
import type { World } from './world.ts';

interface Unasked {
  readonly why: string;
  /** Looks whether it is still so. */
  readonly holds: (world: World, calls: readonly Calls[]) => Promise<boolean> | boolean;
}

/** It is called, and its answer is known from an earlier call: nothing leaves the process. */
const remembered = (seenAs: string) => (_: World, calls: readonly Calls[]) => {
  const made = calls.flatMap((of) => of[seenAs] ?? []);
  return calls.some((of) => of[seenAs]) && made.every((request) => request === undefined);
};

/** Calls of the registry that can meet no fault in any story, each with the reason. */
const UNASKED: Readonly<Record<string, Unasked>> = {
  'hosting.domains': {
    why: 'each job looks first at what serves (hosting.live), which lists the domains',
    holds: remembered('hosting.domains'),
  },
  'codeHost.pullRequests': {
    why: 'who wrote the commits is asked first (codeHost.authorship), which lists their pull requests',
    holds: remembered('codeHost.pullRequests'),
  },
  'hosting.backends': {
    why: 'it is asked of databases of Supabase, told by their host names, and the local one has none of these',
    holds: ({ cloud }) => supabaseProjectOf(cloud.postgres.url('production')) === undefined,
  },
  'vercel.point-preview': {
    why: 'it is made for previews of pull requests whose settings name a domain, and each story ships a release',
    holds: ({ cloud }) => !settingsOf(cloud, { asking: true, rolling: true }).includes('previewDomain'),
  },
  'codeHost.fileAt': {
    why: 'it is asked where the release that serves left no rules in the record, as those of versions before the first did',
    holds: async (world) =>
      (await world.events(world.previous)).some(
        ({ kind, body }) =>
          kind === 'closed' && typeof body['policy'] === 'object' && body['policy'] !== null,
      ),
  },
  'codeHost.files': {
    why: 'it compares commits of a release without migrations, or that takes back one that was rolled back; that of the stories is neither',
    holds: () => Object.keys(CHANGE).length > Object.keys(NOTES).length,
  },
};

/** By name, why no case has it; what is made all the same, or whose reason is gone, is not among them. */
export async function unaskedIn(
  world: World,
  of: Readonly<Record<string, Calls>>,
): Promise<Readonly<Record<string, string>>> {
  const calls = Object.values(of);
  const found: Record<string, string> = {};
  for (const { name, seenAs } of points()) {
    const reason = UNASKED[name];
    if (reason && (await reason.holds(world, calls)) && !calls.some((one) => one[seenAs]?.some(Boolean)))
      found[name] = reason.why;
  }
  return found;
}

/** Those that have a reason. */
export const UNASKED_NAMES = Object.keys(UNASKED);
