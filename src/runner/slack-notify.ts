import { publish } from '../release/calls/notices.ts';
import { firstLine } from '../release/errors.ts';
import type { Notice } from '../release/ports.ts';
import type { Door, DoorResult } from './action.ts';
import { composeNotices } from './compose.ts';
import { settingsFor } from './environment.ts';
import { commitOf, runFacts } from './github.ts';
import { missing, orDefault, required } from './values.ts';

/** Characters of a message that fit into the title of a notice. */
const TITLE = 140;

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
  const releaseId = inputs['release-id'];
  const app = settings.vercel.project ? `-${settings.vercel.project}` : '';
  const notice: Notice = {
    // Without a release the run is the thread: its own notices still end up in one place.
    releaseId: releaseId ?? `run-${facts.runId ?? 'local'}-${environment}${app}`,
    environment,
    commit,
    title: releaseId === undefined ? message : `Release of ${commit.slice(0, 7)} to ${environment}`,
    state: releaseId === undefined ? state : 'running',
    phases: [],
    links: facts.runUrl ? [{ text: 'run', url: facts.runUrl }] : [],
    // A release's message is the release's: others speak in its thread. So does what is too long for a title.
    ...(releaseId !== undefined || message.length > TITLE || message.trim().includes('\n')
      ? { aside: { words: message, state } }
      : {}),
  };
  try {
    // Slack may show less of it than there is.
    say(`notice: ${message}`);
    const ref = await publish.direct(notices, { notice, previous: undefined });
    return { outputs: { sent: 'true', thread: ref.ts }, summary: '' };
  } catch (error) {
    warn(`the Slack notice was skipped: ${firstLine(error)}`);
    return { outputs: { sent: 'false', thread: '' }, summary: '' };
  }
}
