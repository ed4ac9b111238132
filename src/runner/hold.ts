import { doneToHold } from '../present/holds.ts';
import { configurationError } from '../release/errors.ts';
import { holdBack, liftHold, type Where } from '../release/hold.ts';
import { projectOf } from '../release/project.ts';
import { installedVersion } from '../release/record/install.ts';
import type { Door, DoorResult } from './action.ts';
import { runFacts } from './github.ts';
import { required } from './values.ts';

/** The hold action and command: places a hold, or lifts one. Who did it is whoever runs it. */
export async function hold({ inputs, say }: Door): Promise<DoorResult<'hold-id' | 'state'>> {
  const environment = required(inputs, 'environment');
  const said = { by: runFacts().actor, reason: required(inputs, 'reason').trim() };
  const { 'vercel-project': called, 'hold-id': lifts, 'held-commit': commit } = inputs;
  const { connect } = await import('../database/connection.ts');
  const database = await connect(required(inputs, 'database-url'), { applicationName: 'shiplock hold' });
  try {
    if ((await installedVersion(database)) === 0) throw noRecord();
    const where: Where = { database, environment, project: called ? projectOf(called) : undefined };
    const done = lifts
      ? await liftHold(where, { ...said, hold: lifts })
      : await holdBack(where, { ...said, commit: commit ?? null });
    const line = doneToHold(done, environment);
    say(line);
    return { outputs: { 'hold-id': done.id, state: done.lifted ? 'lifted' : 'held' }, summary: line };
  } finally {
    await database.close();
  }
}

function noRecord() {
  return configurationError({
    code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
    what: 'this database has no record of releases (schema shiplock)',
    notDone: ['nothing was recorded'],
    next: 'Check that this is the right database; the first deploy installs the record.',
  });
}
