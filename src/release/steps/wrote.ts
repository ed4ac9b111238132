import type { Session } from '../session.ts';
import { foldState } from '../state.ts';

/** What a plan wrote, for its log: a plan is said to change nothing, so whoever runs it is told of all that it left. */
export function wroteLine(session: Session, proposed: boolean): string {
  const inChain = session.unrecorded ? [] : session.appended.filter(({ kind }) => kind === 'planned');
  const calls = foldState(session.appended)
    .calls.filter(({ state }) => state === 'done')
    .map(({ name }) => name);
  const wrote = [
    ...(inChain.length > 0 ? ['the plan into the record'] : []),
    ...(proposed ? ['the plan as a proposal, outside the record'] : []),
    ...new Set(calls),
  ];
  return `plan wrote ${wrote.length > 0 ? wrote.join(', ') : 'nothing'}; it applied no migration and moved no traffic`;
}
