import { oneLine } from '../present/text.ts';
import type { Authorship } from './ports.ts';

/**
 * What people should know of whose work it is: addresses that belong to no account, and what could not be listed. By
 * default an approver is then somebody who opened, pushed and merged none of it, which every approver is; settings can
 * refuse instead.
 */
export function authorNotes(work: Authorship | undefined): string[] {
  if (!work) return [];
  const unlinked = work.unlinked.map(
    ({ name, email, commit }) =>
      `an author of commit ${commit} has an address that belongs to no account: ${oneLine(`${name} <${email}>`)}`,
  );
  return [...unlinked, ...work.gaps];
}
