import { z } from 'zod';
import { BRISK } from '../http/wire.ts';
import { mentions, replyParts, STATE_MARK, slackMessage } from '../present/slack-notice.ts';
import { sha256 } from '../release/canonical.ts';
import { configurationError, OutsideCallError } from '../release/errors.ts';
import type { Notice, NoticeRef, Notices } from '../release/ports.ts';
import { SlackClient, type SlackOptions } from './client.ts';

export type { SlackOptions } from './client.ts';

/** How our own messages are found again. https://docs.slack.dev/messaging/message-metadata/ */
const EVENT = 'shiplock_release';
const HISTORY = 'channels:history';
const WRITE = 'chat:write';
/** Where the release id tells no time, no further back than so many pages of 200. */
const PAGES = 10;

type Form = Readonly<Record<string, unknown>>;

const written: z.ZodType<NoticeRef> = z.object({ channel: z.string(), ts: z.string() });
const message = z.object({
  ts: z.string(),
  /** Of a message that has a thread. https://docs.slack.dev/messaging/retrieving-messages */
  reply_count: z.number().optional(),
  metadata: z
    .object({
      event_type: z.string().optional(),
      event_payload: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
type Message = z.output<typeof message>;
const page = z.object({
  messages: z.array(message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Slack as the place for notices: one message a release, updated in place, replies in its thread. */
export function slackNotices(options: SlackOptions): Notices {
  const client = new SlackClient(options, { ...BRISK, ...options.pace });
  return {
    vendor: 'slack',
    async publish(notice, previous) {
      mustBeId(options.channel);
      if (notice.aside) return sayAside(client, notice, notice.aside);
      const updated = previous && (await update(client, notice, previous));
      const ref = updated ?? (await findOrPost(client, notice));
      const called = callsFor(notice) ? mentions(options.onCall ?? []) : '';
      const words = notice.reply?.trim() || (called ? notice.title : '');
      if (words) await reply(client, notice, words, ref, called);
      return ref;
    },
  };
}

/** What somebody on call should hear of. */
const callsFor = ({ state }: Notice): boolean => state === 'failed' || state === 'rolled-back';

/** Where the release has no message yet it gets one: what it says of itself later must not replace these words. */
async function sayAside(
  client: SlackClient,
  notice: Notice,
  { words, state }: NonNullable<Notice['aside']>,
): Promise<NoticeRef> {
  const ts = await findNotice(client, notice);
  const ref = ts === undefined ? await findOrPost(client, notice) : { channel: client.channel, ts };
  await reply(client, notice, `${STATE_MARK[state]} ${words}`, ref);
  return ref;
}

/** Undefined when the message is gone: the one refusal after which another may be posted. */
async function update(client: SlackClient, notice: Notice, ref: NoticeRef): Promise<NoticeRef | undefined> {
  const doing = `update the notice of ${notice.releaseId}`;
  try {
    const where = { channel: ref.channel, ts: ref.ts };
    await withoutBlocksIfNeeded(client, { method: 'chat.update', doing }, where, notice);
    return where;
  } catch (error) {
    if (word(error) === 'message_not_found') return undefined;
    throw error;
  }
}

async function findOrPost(client: SlackClient, notice: Notice): Promise<NoticeRef> {
  const ts = await findNotice(client, notice);
  const found = ts === undefined ? undefined : await update(client, notice, { channel: client.channel, ts });
  if (found) return found;
  const doing = `post the notice of ${notice.releaseId}`;
  const where = { channel: client.channel, unfurl_links: false };
  const posted = await withoutBlocksIfNeeded(client, { method: 'chat.postMessage', doing }, where, notice);
  // It is posted: a look that fails now changes nothing of that.
  const first = await findNotice(client, notice).catch(() => undefined);
  if (first === undefined || first >= posted.ts) return posted;
  return (await update(client, notice, { channel: posted.channel, ts: first })) ?? posted;
}

/**
 * The oldest, where there are several. Slack has no way to post only where nothing is: jobs that came at the same moment
 * have all posted, and who had no answer does not know that it did. Whoever looks takes back all but the oldest, before
 * anything is said in their threads.
 */
async function findNotice(client: SlackClient, notice: Notice): Promise<string | undefined> {
  const [first, ...more] = await find(
    client,
    'conversations.history',
    { ...since(notice.releaseId) },
    (payload) => isNoticeOf(notice, payload),
  );
  for (const { ts, reply_count } of more) if (!reply_count) await takeBack(client, notice, ts);
  return first?.ts;
}

/** A message that cannot be deleted, or that another job has deleted, is no reason to say nothing. */
async function takeBack(client: SlackClient, { releaseId }: Notice, ts: string): Promise<void> {
  const doing = `delete a second notice of ${releaseId}`;
  const form = { channel: client.channel, ts };
  try {
    await client.write({ doing, scope: WRITE, path: '/chat.delete', form }, written);
  } catch (error) {
    if (!(error instanceof OutsideCallError)) throw error;
  }
}

/** Sends with blocks; when Slack refuses the blocks it did nothing, so the text alone is sent instead. */
async function withoutBlocksIfNeeded(
  client: SlackClient,
  { method, doing }: { readonly method: string; readonly doing: string },
  where: Form,
  notice: Notice,
): Promise<NoticeRef> {
  const send = (form: Form) => client.write({ doing, scope: WRITE, path: `/${method}`, form }, written);
  const { text, blocks } = slackMessage(notice);
  const payload = { release_id: notice.releaseId, environment: notice.environment };
  const given = { ...where, text, metadata: { event_type: EVENT, event_payload: payload } };
  try {
    return await send({ ...given, blocks });
  } catch (error) {
    if (!word(error)?.startsWith('invalid_blocks')) throw error;
    // An empty list takes the blocks of the earlier state away, which would hide the new text.
    return send(method === 'chat.update' ? { ...given, blocks: [] } : given);
  }
}

/** Slack's word for its refusal, or the HTTP status. */
function word(error: unknown): string | undefined {
  return error instanceof OutsideCallError ? error.status : undefined;
}

/** In the thread, once: the same words of the same release are not said twice after a lost answer. */
async function reply(
  client: SlackClient,
  notice: Notice,
  words: string,
  ref: NoticeRef,
  called = '',
): Promise<void> {
  const { releaseId: release_id, environment } = notice;
  const whole = replyParts(words);
  const digest = sha256(whole.join('\n')).slice(0, 16);
  const parts = called ? [called, ...whole] : whole;
  for (const [place, text] of parts.entries()) {
    const said = place === 0 ? digest : `${digest}-${place + 1}`;
    const there = await find(
      client,
      'conversations.replies',
      { channel: ref.channel, ts: ref.ts },
      (payload) => payload['release_id'] === release_id && payload['reply'] === said,
    );
    if (there.length > 0) continue;
    const metadata = { event_type: EVENT, event_payload: { release_id, environment, reply: said } };
    await client.write(
      {
        doing: `reply to the notice of ${release_id}`,
        scope: WRITE,
        path: '/chat.postMessage',
        form: { channel: ref.channel, thread_ts: ref.ts, text, metadata },
      },
      written,
    );
  }
}

/** The messages whose metadata fits, oldest first, of the first page that has any. */
async function find(
  client: SlackClient,
  method: 'conversations.history' | 'conversations.replies',
  given: Form,
  fits: (payload: Readonly<Record<string, unknown>>) => boolean,
): Promise<readonly Message[]> {
  let cursor: string | undefined;
  for (let read = 0; read < PAGES; read++) {
    const form = { channel: client.channel, include_all_metadata: true, limit: 200, ...given, cursor };
    const doing = 'find Shiplock’s own notice in the channel';
    const list = await client.read({ doing, scope: HISTORY, path: `/${method}`, form }, page);
    const { messages, response_metadata } = list ?? { messages: [] };
    const found = messages
      .filter(({ metadata }) => metadata?.event_type === EVENT && fits(metadata.event_payload ?? {}))
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
    cursor = response_metadata?.next_cursor || undefined;
    if (found.length > 0 || cursor === undefined) return found;
  }
  return [];
}

function isNoticeOf(notice: Notice, payload: Readonly<Record<string, unknown>>): boolean {
  const { release_id, environment, reply: replies } = payload;
  return release_id === notice.releaseId && environment === notice.environment && replies === undefined;
}

/** A release id is a UUIDv7: its first 48 bits are the time it was made. Nothing of it is older, clocks aside. */
function since(releaseId: string): { oldest?: string } {
  const [, high, low] =
    /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.exec(releaseId) ?? [];
  if (!high || !low) return {};
  return { oldest: String(Math.floor(Number.parseInt(high + low, 16) / 1000) - 3600) };
}

function mustBeId(channel: string): void {
  if (/^[CGD][A-Z0-9]{2,}$/.test(channel)) return;
  throw configurationError({
    code: 'SHIPLOCK_SLACK_CHANNEL_ID',
    what: `"${channel}" is not a Slack channel id. A name does not work, because Slack updates messages only by id.`,
    notDone: ['no notice was posted'],
    next: 'Open the channel’s details in Slack and copy the id at the bottom (C…).',
  });
}
