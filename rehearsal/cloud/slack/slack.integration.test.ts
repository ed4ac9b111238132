import { LogLevel, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AccessLog, Faults } from '../kit/index.ts';
import { type SlackPart, startSlack } from './index.ts';

const log = new AccessLog();
const faults = new Faults();
const history = z.object({ messages: z.array(z.object({ text: z.string() })) });
let slack: SlackPart;
const client = (token = slack.token) =>
  new WebClient(token, {
    slackApiUrl: slack.url,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });

beforeAll(async () => {
  slack = await startSlack({ faults, log });
});
afterAll(async () => {
  await slack.close();
  expect(log.unimplemented).toEqual([]);
  expect(log.crashes).toEqual([]);
});

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('the Slack stand-in with @slack/web-api', () => {
  it('posts by name, updates by id, and finds its message by metadata', async () => {
    const { auth, chat, conversations } = client();
    expect((await auth.test()).user).toBe('shiplock');
    const metadata = { event_type: 'release', event_payload: { release: 'rel_1' } };
    const first = await chat.postMessage({
      channel: '#releases',
      text: 'running',
      blocks: [section('*running*')],
      metadata,
    });
    const ts = first.ts!;
    await chat.postMessage({ channel: slack.channel.id, text: 'a reply', thread_ts: ts });
    await chat.update({ channel: slack.channel.id, ts, text: 'done' });
    const { messages } = await conversations.history({
      channel: slack.channel.id,
      include_all_metadata: true,
    });
    expect(messages).toHaveLength(1);
    expect(messages![0]).toMatchObject({ ts, text: 'done', metadata });
    expect(messages![0]).not.toHaveProperty('blocks');
    expect((await conversations.history({ channel: slack.channel.id })).messages![0]).not.toHaveProperty(
      'metadata',
    );
    const thread = await conversations.replies({ channel: slack.channel.id, ts });
    expect(thread.messages!.map((one) => one.text)).toEqual(['done', 'a reply']);
  });

  it('says no with HTTP 200', async () => {
    const { chat, auth } = client();
    const refused = async (promise: Promise<unknown>, error: string) =>
      expect(promise).rejects.toMatchObject({ data: { ok: false, error } });
    await refused(client('xoxb-wrong').auth.test(), 'invalid_auth');
    await refused(chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }), 'channel_not_found');
    await refused(chat.update({ channel: '#releases', ts: '1.2', text: 'x' }), 'channel_not_found');
    await refused(chat.update({ channel: slack.channel.id, ts: '1.2', text: 'x' }), 'message_not_found');
    await refused(
      chat.postMessage({ channel: 'releases', text: 'x', blocks: [section('x'.repeat(3001))] }),
      'invalid_blocks',
    );
    expect((await auth.test()).ok).toBe(true);
  });

  it('pages, and posts through a webhook that tells no ts', async () => {
    for (let i = 0; i < 5; i++)
      await client().chat.postMessage({ channel: 'releases', text: `message ${i}` });
    const answer = await fetch(slack.webhookUrl, {
      method: 'POST',
      body: JSON.stringify({ text: 'hook' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await answer.text()).toBe('ok');
    const texts: string[] = [];
    for await (const page of client().paginate('conversations.history', {
      channel: slack.channel.id,
      limit: 3,
    }))
      texts.push(...history.parse(page).messages.map((one) => one.text));
    expect(texts.slice(0, 3)).toEqual(['hook', 'message 4', 'message 3']);
    expect(texts).toHaveLength(7);
  });

  it('limits the rate when told to', async () => {
    faults.set({ call: 'slack.publish', fault: { kind: 'rate-limit', retryAfterSeconds: 7 } });
    await expect(client().chat.postMessage({ channel: 'releases', text: 'x' })).rejects.toMatchObject({
      retryAfter: 7,
    });
  });
});
