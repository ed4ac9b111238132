import { configurationError } from '../release/errors.ts';
import { inAWord } from '../release/record/decode.ts';
import { type Inputs, required } from '../runner/values.ts';
import { defineCommand } from './command.ts';
import { withRecord } from './with-record.ts';

export const recordShow = defineCommand({
  inputs: ['environment', 'commit', 'release-id', 'database-url'],
  required: ['database-url'],
  alsoRequired: (inputs) => (inputs['release-id'] ? [] : ['environment', 'commit']),
  // Asked for above, where no release is named.
  withoutCommit: () => true,
  flags: ['json'],
  run: ({ inputs }, { json }) =>
    withRecord(inputs['database-url'], async (_database, record) => {
      const release = inputs['release-id']
        ? await record.release(inputs['release-id'])
        : await record.latest(required(inputs, 'environment'), required(inputs, 'commit'));
      if (!release) throw unknownRelease(inputs);
      const events = await record.events(release.id);
      if (json) return JSON.stringify(events, null, 2);
      return events
        .map((e) => `${e.seq}\t${e.at}\t${e.phase}\t${e.kind}\t${inAWord(e)}\t${e.hash.slice(0, 12)}`)
        .join('\n');
    }),
});

export function unknownRelease(inputs: Inputs) {
  const { 'release-id': id, commit, environment } = inputs;
  return configurationError({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    what: id
      ? `the record has no release ${id}`
      : `the record of ${environment} has no release of commit ${commit}`,
    notDone: ['nothing was changed'],
    next: '`shiplock status` lists the newest releases with their ids and commits; check that this is the right database.',
  });
}
