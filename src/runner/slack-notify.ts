import { publish } from '../release/calls/notices.ts';
import { firstLine } from '../release/errors.ts';
import type { Notice } from '../release/ports.ts';
import type { Door, DoorResult } from './action.ts';
import { composeNotices } from './compose.ts';
import { settingsFor } from './environment.ts';
import { commitOf, runFacts } from './github.ts';
import { missing, orDefault, required } from './values.ts';

/** The slack-notify action. Whatever Slack answers, the job goes on. */
export async function slackNotify(door: Door): Promise<DoorResult<'sent' | 'thread'>> {
  const { inputs, say, warn } = door;
  const facts = runFacts();
  const environment = required(inputs, 'environment');
  const message = required(inputs, 'message');
  const state: Notice['state'] = orDefault(inputs, 'state');
  const commit = commitOf(inputs, facts);
  const settings = await settingsFor(inputs, facts.workspace);
  const notices = await composeNotices(inputs, settings);
  if (!notices) throw missing('slack-channel');
  if (orDefault(inputs, 'dry-run')) {
    say(`dry run: would call ${publish.name(notices)} (${state}): ${message}`);
    return { outputs: { sent: 'false', thread: '' }, summary: '' };
  }
  try {
    // Slack may show less of it than there is.
    say(`notice: ${message}`);
    const notice: Notice = {
      // Without a release the run is the thread: its own notices still end up in one place.
      releaseId: inputs['release-id'] ?? `run-${facts.runId ?? 'local'}-${environment}`,
      environment,
      commit,
      title: message,
      state,
      phases: [],
      links: facts.runUrl ? [{ text: 'run', url: facts.runUrl }] : [],
    };
    const ref = await publish.direct(notices, { notice, previous: undefined });
    return { outputs: { sent: 'true', thread: ref.ts }, summary: '' };
  } catch (error) {
    warn(`the Slack notice was skipped: ${firstLine(error)}`);
    return { outputs: { sent: 'false', thread: '' }, summary: '' };
  }
}
