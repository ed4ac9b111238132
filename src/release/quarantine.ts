import { told } from './record/decode.ts';
import type { RecordEvent } from './record/event.ts';
import type { Hold } from './record/holds.ts';
import type { RepositoryHistory } from './repository-history.ts';

/**
 * What a hold means for a release:
 * - `held`: of the whole environment; `contained`: it contains the commit that is held;
 * - `reverted`: it contains it, and each file that came with it is again as it was before;
 * - `passed-before`: the release that serves contained it, was let through, and is in this one's history;
 * - `lifted`: it contains it, and somebody lifted the hold since the last release; `free`: nothing to say;
 * - `unknown`: nobody could say whether it is contained.
 */
export type Answer = 'held' | 'contained' | 'reverted' | 'passed-before' | 'lifted' | 'free' | 'unknown';

export interface Judged {
  readonly hold: Hold;
  readonly answer: Answer;
}

export interface About {
  /** The commit to be released. */
  readonly commit: string;
  /** Undefined: there is no code host to ask. A checkout is never asked. */
  readonly history: RepositoryHistory | undefined;
  readonly serving:
    | { readonly commit: string; readonly openedAt: string; readonly passed: ReadonlySet<string> }
    | undefined;
}

export async function judgeHold(hold: Hold, about: About): Promise<Judged> {
  return { hold, answer: await answerTo(hold, about) };
}

async function answerTo(hold: Hold, { commit, history, serving }: About): Promise<Answer> {
  const { lifted } = hold;
  // Approvers of the first release after a lift see it; those of all later ones need not.
  if (lifted && serving && lifted.at < serving.openedAt) return 'free';
  if (hold.commit === null) return lifted ? 'free' : 'held';
  if (hold.commit === commit) return lifted ? 'lifted' : 'contained';
  if (!history) return lifted ? 'free' : 'unknown';
  if (!(await history.contains({ commit: hold.commit, head: commit }))) return 'free';
  if (lifted) return 'lifted';
  if (serving?.passed.has(hold.id) && (await history.contains({ commit: serving.commit, head: commit })))
    return 'passed-before';
  return (await isReverted(hold, commit, history)) ? 'reverted' : 'contained';
}

/**
 * By what the files hold, not by what a message says: everybody can write "This reverts commit …". A rolled-back
 * release is undone as a whole, for nobody knows which of its commits was the bad one.
 */
async function isReverted(hold: Hold, commit: string, history: RepositoryHistory): Promise<boolean> {
  if (hold.base === null || hold.commit === null) return false;
  const [before, bad, now] = await Promise.all(
    [hold.base, hold.commit, commit].map((one) => history.files(one)),
  );
  if (!before || !bad || !now) return false;
  const changed = [...new Set([...before.keys(), ...bad.keys()])].filter(
    (path) => before.get(path) !== bad.get(path),
  );
  return changed.length > 0 && changed.every((path) => now.get(path) === before.get(path));
}

/** Holds that a release was let through with, by its events. */
export function passedIn(events: readonly RecordEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => {
      const said = told(event);
      return said?.is === 'holds-passed' ? said.holds : [];
    }),
  );
}
