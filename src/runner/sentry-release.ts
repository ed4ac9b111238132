import { sentryDryRunMarkdown, sentryReleaseMarkdown } from '../present/phases.ts';
import {
  finalizeRelease,
  openRelease,
  recordDeploy,
  uploadSourceMaps,
} from '../release/calls/error-tracker.ts';
import { configurationError } from '../release/errors.ts';
import type { Door, DoorResult } from './action.ts';
import { composeCodeHost, composeErrorTracker } from './compose.ts';
import { settingsFor } from './environment.ts';
import { commitOf, runFacts } from './github.ts';
import { orDefault, required } from './values.ts';

/** The sentry-release action: usable without a record, in a build job that has the source maps at hand. */
export async function sentryRelease(door: Door): Promise<DoorResult<'version' | 'url' | 'files'>> {
  const { inputs, say } = door;
  const facts = runFacts();
  const environment = required(inputs, 'environment');
  const settings = await settingsFor(inputs, facts.workspace);
  const tracker = await composeErrorTracker(inputs, settings, facts);
  if (!tracker) {
    throw configurationError({
      code: 'SHIPLOCK_INPUT_MISSING',
      what: 'sentry-org and sentry-project are not set',
      notDone: ['nothing was changed'],
      next: 'Set the inputs sentry-org and sentry-project, or `sentry.org` and `sentry.project` in shiplock.yml.',
    });
  }
  const commit = commitOf(inputs, facts);
  const version = inputs.version ?? commit;
  const { directory, url } = inputs;
  if (orDefault(inputs, 'dry-run')) {
    const calls = [openRelease, ...(directory ? [uploadSourceMaps] : []), finalizeRelease, recordDeploy].map(
      (call) => call.name(tracker),
    );
    for (const call of calls) say(`dry run: would call ${call} for ${version}`);
    return {
      outputs: { version, url: '', files: '0' },
      summary: sentryDryRunMarkdown(version, calls),
    };
  }
  const startedAt = new Date().toISOString();
  const opened = await openRelease.direct(tracker, {
    version,
    commit,
    repository: (await composeCodeHost(inputs, facts))?.repository ?? facts.repository ?? '',
  });
  say(`release ${version} is open in ${tracker.vendor}`);
  const uploaded = directory
    ? await uploadSourceMaps.direct(tracker, { version, directory, say })
    : { files: 0 };
  await finalizeRelease.direct(tracker, { version });
  await recordDeploy.direct(tracker, {
    version,
    environment,
    ...(facts.runId ? { run: facts.runId } : {}),
    startedAt,
    finishedAt: new Date().toISOString(),
    ...(url ? { url } : {}),
  });
  return {
    outputs: { version, url: opened.url, files: String(uploaded.files) },
    summary: sentryReleaseMarkdown({
      ...{ version, environment, url: opened.url },
      files: directory ? uploaded.files : undefined,
    }),
  };
}
