import { configurationError, failure } from '../release/errors.ts';
import { type BrokenGlass, brokenGlassOf, confirmGlass, samePerson } from '../release/glass.ts';
import { installedVersion } from '../release/record/install.ts';
import { ReleaseRecord } from '../release/record/record.ts';
import type { Door } from '../runner/action.ts';
import { composeCodeHost } from '../runner/compose.ts';
import { runFacts } from '../runner/github.ts';
import { defineCommand } from './command.ts';
import { unknownRelease } from './record-show.ts';
import { notInstalled } from './with-record.ts';

/**
 * A second person says that breaking the glass was right: by a `/confirm <release id>` comment that is looked for at
 * the code host, or by name, from whoever holds the shipping role's connection string.
 */
export const confirm = defineCommand({
  inputs: ['release-id', 'confirmed-by', 'database-url', 'github-token'],
  required: ['release-id', 'database-url'],
  run: (door) => keep(door, door.inputs['release-id'], door.inputs['database-url']),
});

async function keep(door: Door, releaseId: string, url: string): Promise<string> {
  const { inputs } = door;
  const facts = runFacts();
  const { connect } = await import('../database/connection.ts');
  const database = await connect(url, { applicationName: 'shiplock cli' });
  try {
    if ((await installedVersion(database)) === 0) throw notInstalled();
    const found = await brokenGlassOf(database, releaseId);
    if (!found) throw await unbroken(new ReleaseRecord(database), releaseId);
    const { glass: broken, confirmed } = found;
    if (confirmed) return `nothing to confirm: a second person has confirmed ${releaseId}`;
    const second = inputs['confirmed-by']
      ? named(broken, inputs['confirmed-by'])
      : await commented(broken, door);
    await confirmGlass(new ReleaseRecord(database), broken, second, facts.actor);
    return `confirmed by ${second.by}: ${broken.by} ${did(broken)} ${releaseId}`;
  } finally {
    await database.close();
  }
}

/** Why there is nothing that could be confirmed. */
async function unbroken(record: ReleaseRecord, releaseId: string) {
  if (!(await record.release(releaseId))) return unknownRelease({ 'release-id': releaseId });
  return configurationError({
    code: 'SHIPLOCK_GLASS_NOT_BROKEN',
    what: `nobody broke the glass or stood in for the approvals of ${releaseId}`,
    notDone: ['nothing was confirmed'],
    next: '`shiplock status` names the releases that wait for a second person.',
  });
}

function named(broken: BrokenGlass, by: string) {
  if (samePerson(by, broken.by)) throw notSecond(broken);
  return { by, via: 'cli' } as const;
}

async function commented(broken: BrokenGlass, { inputs }: Door) {
  const codeHost = await composeCodeHost(inputs, runFacts());
  if (!codeHost) {
    throw configurationError({
      code: 'SHIPLOCK_INPUT_MISSING',
      what: 'nobody is named, and without a code host Shiplock cannot look for a comment',
      notDone: ['nothing was confirmed'],
      next: 'Name the second person with --confirmed-by LOGIN, or set GITHUB_TOKEN and GITHUB_REPOSITORY.',
    });
  }
  const found = await codeHost.confirmations(broken);
  const second = found.find((one) => !samePerson(one.by, broken.by));
  if (second) return { ...second, via: 'comment' } as const;
  if (found.length > 0) throw notSecond(broken);
  throw failure({
    code: 'SHIPLOCK_GLASS_NOT_CONFIRMED',
    what: `nobody has confirmed ${broken.releaseId}: commit ${broken.commit.slice(0, 12)} and its pull requests have no unedited comment by somebody with write access that has \`/confirm ${broken.releaseId}\` as a separate paragraph`,
    notDone: ['nothing was confirmed'],
    next: `Let a second person comment \`/confirm ${broken.releaseId}\`, or name them with --confirmed-by LOGIN.`,
  });
}

const did = ({ stoodIn }: BrokenGlass) => (stoodIn ? 'stood in for the approvals of' : 'broke the glass for');

function notSecond(broken: BrokenGlass) {
  return failure({
    code: 'SHIPLOCK_GLASS_NOT_CONFIRMED',
    what: `${broken.by} ${did(broken)} ${broken.releaseId}, so somebody else must confirm it`,
    notDone: ['nothing was confirmed'],
    next: 'Let somebody else confirm it.',
  });
}
