import { afterEach, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { startSlack } from '../../rehearsal/cloud/slack/index.ts';
import { type Reply, type Seen, scriptedServer } from '../../test/support/scripted-server.ts';
import type { Notice } from '../release/ports.ts';
import { slackNotices } from './index.ts';

const TOKEN = 'xoxb-secret-of-the-test';
const CHANNEL = 'C0RELEASES';
const pace = { tries: 4, firstPauseMs: 1, deadlineMs: 20_000, longestWaitMs: 1_000 };
/** For a vendor that never answers. */
const SOON = 500;
const notice: Notice = {
  releaseId: 'rel_0199f000-0000-7000-8000-000000000001',
  environment: 'production',
  commit: 'c0ffee',
  title: 'Shipping',
  state: 'running',
  phases: [{ phase: 'plan', state: 'done' }],
  links: [],
};
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function scripted(script: Record<string, Reply | ((seen: Seen) => Reply)>, deadlineMs?: number) {
  const server = await scriptedServer((seen) => {
    const row = script[seen.path.replace('/api/', '')];
    return typeof row === 'function' ? row(seen) : row;
  });
  opened.push(server);
  const hurry = { ...pace, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  const notices = slackNotices({ token: TOKEN, channel: CHANNEL, apiUrl: `${server.url}/api`, pace: hurry });
  const methods = () => server.seen.map((one) => one.path.replace('/api/', ''));
  return { server, notices, methods };
}

const ok = (more: object = {}): Reply => ({ body: { ok: true, channel: CHANNEL, ts: '1.1', ...more } });
const no = (error: string, more: object = {}): Reply => ({ body: { ok: false, error, ...more } });
const empty = { body: { ok: true, messages: [] } };
const ref = { channel: CHANNEL, ts: '1.1' };

describe('a Slack that hangs', () => {
  it('is waited for once, and then does not call it for a minute', async () => {
    const { server, notices } = await scripted({ 'conversations.history': 'silent' }, SOON);
    const hangs = () => notices.publish(notice, undefined).catch((error: unknown) => error);
    expect(await hangs()).toMatchObject({ code: 'SHIPLOCK_SLACK_UNREACHABLE' });
    const asked = server.seen.length;
    expect(asked).toBe(1);
    for (let phase = 0; phase < 8; phase += 1) {
      expect(await hangs()).toMatchObject({
        code: 'SHIPLOCK_SLACK_UNREACHABLE',
        certainty: 'not-done',
        message: expect.stringContaining('does not call it for a minute'),
      });
    }
    expect(server.seen.length).toBe(asked);
  });
});

describe('with the Slack stand-in', () => {
  async function slack() {
    const log = new AccessLog();
    const faults = new Faults();
    const part = await startSlack({ faults, log });
    opened.push(part);
    const notices = (hurry: Partial<typeof pace> = {}) =>
      slackNotices({
        ...{ token: part.token, channel: part.channel.id, apiUrl: part.url },
        pace: { ...pace, ...hurry },
      });
    return { log, faults, notices, messages: part.state.channels[0]!.messages };
  }

  it('keeps one message a release, also when the reference was lost, and replies once in its thread', async () => {
    const { notices, messages, log } = await slack();
    const first = await notices().publish(notice, undefined);
    const again = await notices().publish(
      { ...notice, title: 'Shipping on', reply: 'gate passed' },
      undefined,
    );
    await notices().publish({ ...notice, title: 'Shipped', state: 'succeeded', reply: 'gate passed' }, first);
    expect(again).toEqual(first);
    expect(messages.map((one) => [one.threadTs, one.text.split(' (')[0]])).toEqual([
      [undefined, '✅ Shipped'],
      [first.ts, 'gate passed'],
    ]);
    await notices().publish({ ...notice, environment: 'staging' }, undefined);
    expect(messages).toHaveLength(3);
    expect(log.unimplemented).toEqual([]);
  });

  it.each(['cut-after', 'error-after'] as const)(
    'never posts twice after a lost answer (%s)',
    async (fault) => {
      const { notices, messages, faults } = await slack();
      faults.set({ call: 'slack.publish', fault });
      await expect(notices().publish(notice, undefined)).rejects.toMatchObject({ certainty: 'unknown' });
      const ref = await notices().publish({ ...notice, reply: 'hello' }, undefined);
      faults.set({ call: 'slack.publish', fault, skip: 1 });
      await expect(notices().publish({ ...notice, reply: 'again' }, ref)).rejects.toMatchObject({
        certainty: 'unknown',
      });
      await notices().publish({ ...notice, reply: 'again' }, ref);
      expect(messages.map((one) => [one.threadTs, one.text.split(' (')[0]])).toEqual([
        [undefined, '🚢 Shipping'],
        [ref.ts, 'hello'],
        [ref.ts, 'again'],
      ]);
    },
  );

  const said = { words: 'deploy of the docs failed', state: 'failed' } as const;

  it('what a job says during a release is a reply, whole, and leaves the release’s message as it is', async () => {
    const { notices, messages } = await slack();
    await notices().publish(notice, undefined);
    const before = structuredClone(messages[0]);
    const long = Array.from({ length: 100 }, (_, i) => String(i).padStart(99, '.')).join('\n');
    const at = await notices().publish({ ...notice, aside: { ...said, words: long } }, undefined);
    expect(messages[0]).toEqual(before);
    const replies = messages.filter(({ threadTs }) => threadTs === at.ts).map(({ text }) => text);
    expect(replies.join('\n')).toBe(`❌ ${long}`);
  });

  it('before a release has a message, it gets one, and the words are not replaced by it later', async () => {
    const { notices, messages } = await slack();
    await notices().publish({ ...notice, aside: said }, undefined);
    await notices().publish({ ...notice, title: 'Shipped', state: 'succeeded' }, undefined);
    expect(messages.map(({ text }) => text.split(' (')[0])).toEqual([
      '✅ Shipped',
      '❌ deploy of the docs failed',
    ]);
  });

  it('a lost answer repeats no part of a long reply', async () => {
    const { notices, messages, faults } = await slack();
    await notices().publish(notice, undefined);
    const words = 'a line of text\n'.repeat(700);
    faults.set({ call: 'slack.publish', fault: 'cut-after', skip: 1 });
    await expect(
      notices().publish({ ...notice, aside: { ...said, words } }, undefined),
    ).rejects.toMatchObject({
      certainty: 'unknown',
    });
    await notices().publish({ ...notice, aside: { ...said, words } }, undefined);
    expect(messages.filter(({ threadTs }) => threadTs).map(({ text }) => text.length)).toHaveLength(3);
    expect(
      messages
        .slice(1)
        .map(({ text }) => text)
        .join('\n'),
    ).toBe(`❌ ${words.trim()}`);
  });

  it('50 at once end up in one thread', async () => {
    const { notices, messages } = await slack();
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        notices().publish({ ...notice, aside: { ...said, words: `event ${i}` } }, undefined),
      ),
    );
    const parents = messages.filter(({ threadTs }) => threadTs === undefined);
    expect(parents).toHaveLength(1);
    const replies = messages.filter(({ threadTs }) => threadTs === parents[0]?.ts);
    expect(replies.map(({ text }) => text).sort()).toEqual(
      Array.from({ length: 50 }, (_, i) => `❌ event ${i}`).sort(),
    );
  });

  it.each(['cut-after', 'error-after', 'hang'] as const)(
    '50 at once, some of whose posts have no answer (%s), end up in one thread once the next one speaks',
    async (fault) => {
      const { notices, messages, faults } = await slack();
      faults.set({ call: 'slack.publish', fault, times: 4, skip: 1 });
      faults.set({ call: 'slack.publish', fault: 'rate-limit', times: 3, skip: 5 });
      faults.set({ call: 'slack.delete', fault: 'error-before', times: 2, skip: 2 });
      const events = Array.from({ length: 50 }, (_, i) => ({ ...said, words: `event ${i}` }));
      const say = (aside: NonNullable<Notice['aside']>, hurry = {}) =>
        notices(hurry).publish({ ...notice, aside }, undefined);
      const hurry = fault === 'hang' ? { deadlineMs: 1_500 } : {};
      const said50 = await Promise.allSettled(events.map((event) => say(event, hurry)));
      faults.clear();
      const skipped = events.filter((_, i) => said50[i]?.status === 'rejected');
      expect(skipped.length).toBeGreaterThan(0);
      for (const event of skipped) await say(event);
      const parents = messages.filter(({ threadTs }) => threadTs === undefined);
      expect(parents).toHaveLength(1);
      const replies = messages.filter(({ threadTs }) => threadTs === parents[0]?.ts);
      expect(replies.map(({ text }) => text).sort()).toEqual(events.map(({ words }) => `❌ ${words}`).sort());
    },
  );

  it('leaves a second message alone in whose thread somebody has spoken', async () => {
    const { notices, messages } = await slack();
    const first = await notices().publish(notice, undefined);
    const second = structuredClone(messages[0]!);
    messages.push({ ...second, ts: '9999999999.000001' });
    messages.push({ ts: '9999999999.000002', threadTs: '9999999999.000001', text: 'a person asks' });
    expect(await notices().publish(notice, undefined)).toEqual(first);
    expect(messages.map(({ ts }) => ts)).toContain('9999999999.000001');
  });

  it('10,000 characters arrive whole, in every language and with every line, though answers are lost', async () => {
    const { notices, messages, faults } = await slack();
    const words = Array.from({ length: 100 }, (_, i) => `${i} <&> ${'äöü 🚢 语'.repeat(12)}`).join('\n');
    expect(words.length).toBeGreaterThan(10_000);
    const at = await notices().publish(notice, undefined);
    for (const skip of [0, 1, 2]) {
      faults.set({ call: 'slack.publish', fault: 'cut-after', skip: skip + 1 });
      await notices()
        .publish({ ...notice, reply: words }, at)
        .catch(() => undefined);
    }
    faults.clear();
    await notices().publish({ ...notice, reply: words }, at);
    const replies = messages.filter(({ threadTs }) => threadTs).map(({ text }) => text);
    expect(replies.join('\n')).toBe(
      words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
  });

  it('posts again only when the message is gone', async () => {
    const { notices, messages } = await slack();
    const posted = await notices().publish(notice, { channel: CHANNEL, ts: '1.000000' });
    expect(messages.map((one) => one.ts)).toEqual([posted.ts]);
  });
});

describe('requests', () => {
  it('looks for its own message since the release began before it posts', async () => {
    const { notices, server } = await scripted({ 'conversations.history': empty, 'chat.postMessage': ok() });
    expect(await notices.publish(notice, undefined)).toEqual(ref);
    const [history, post] = server.seen;
    expect(history?.body ?? {}).toMatchObject({ channel: CHANNEL, include_all_metadata: 'true' });
    expect(Number(history?.body?.['oldest'])).toBeCloseTo(0x0199f0000000 / 1000 - 3600, -1);
    expect(post?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.parse(String(post?.body?.['metadata']))).toEqual({
      event_type: 'shiplock_release',
      event_payload: { release_id: notice.releaseId, environment: 'production' },
    });
    expect(JSON.parse(String(post?.body?.['blocks']))).toBeInstanceOf(Array);
    expect(post?.body?.['text']).toContain('Shipping');
  });

  it('finds its message on a later page', async () => {
    const metadata = {
      event_type: 'shiplock_release',
      event_payload: { release_id: notice.releaseId, environment: 'production' },
    };
    const { notices, methods } = await scripted({
      'conversations.history': (seen) =>
        seen.body?.['cursor']
          ? { body: { ok: true, messages: [{ ts: '1.1', metadata }] } }
          : { body: { ok: true, messages: [{ ts: '2.2' }], response_metadata: { next_cursor: 'next' } } },
      'chat.update': ok(),
    });
    expect(await notices.publish(notice, undefined)).toEqual(ref);
    expect(methods()).toEqual(['conversations.history', 'conversations.history', 'chat.update']);
  });

  it('sends text alone when Slack refuses the blocks', async () => {
    const replies = [no('invalid_blocks'), ok()];
    const { notices, server } = await scripted({ 'chat.update': () => replies.shift()! });
    expect(await notices.publish(notice, ref)).toEqual(ref);
    expect(server.seen[1]?.body?.['blocks']).toBe('[]');
    expect(server.seen[1]?.body?.['text']).toContain('Shipping');
  });
});

describe('errors', () => {
  const cases: [string, Reply, string, string][] = [
    ['invalid_auth', no('invalid_auth'), 'SHIPLOCK_SLACK_TOKEN', 'not-done'],
    ['missing_scope', no('missing_scope', { needed: 'chat:write' }), 'SHIPLOCK_SLACK_SCOPE', 'not-done'],
    ['not_in_channel', no('not_in_channel'), 'SHIPLOCK_SLACK_CHANNEL', 'not-done'],
    ['cant_update_message', no('cant_update_message'), 'SHIPLOCK_SLACK_REFUSED', 'not-done'],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'SHIPLOCK_SLACK_RATE_LIMITED', 'not-done'],
    ['503', { status: 503 }, 'SHIPLOCK_SLACK_UNREACHABLE', 'unknown'],
    ['internal_error', no('internal_error'), 'SHIPLOCK_SLACK_UNREACHABLE', 'unknown'],
    ['a cut connection', 'cut', 'SHIPLOCK_SLACK_UNREACHABLE', 'unknown'],
    ['silence', 'silent', 'SHIPLOCK_SLACK_UNREACHABLE', 'unknown'],
  ];
  it.each(cases)(
    'an update that ends with %s is tried once and never posted anew',
    async (_, reply, code, certainty) => {
      const { notices, methods } = await scripted(
        { 'chat.update': reply, 'chat.postMessage': ok() },
        reply === 'silent' ? SOON : undefined,
      );
      const error = await notices.publish(notice, ref).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, certainty });
      expect(String(error)).not.toContain(TOKEN);
      expect(methods()).toEqual(['chat.update']);
    },
  );

  it('a search that cannot run posts nothing', async () => {
    const { notices, methods } = await scripted({
      'conversations.history': no('missing_scope', { needed: 'channels:history' }),
      'chat.postMessage': ok(),
    });
    const error = notices.publish(notice, undefined);
    await expect(error).rejects.toMatchObject({
      code: 'SHIPLOCK_SLACK_SCOPE',
      message: expect.stringContaining('channels:history'),
    });
    expect(methods()).toEqual(['conversations.history']);
  });

  it('a search is patient', async () => {
    const replies: Reply[] = [{ status: 503 }, 'cut', empty];
    const { notices } = await scripted({
      'conversations.history': () => replies.shift() ?? empty,
      'chat.postMessage': ok(),
    });
    expect(await notices.publish(notice, undefined)).toEqual(ref);
  });

  it('a channel name is no id', async () => {
    const notices = slackNotices({ token: TOKEN, channel: '#releases' });
    await expect(notices.publish(notice, undefined)).rejects.toMatchObject({
      code: 'SHIPLOCK_SLACK_CHANNEL_ID',
    });
  });
});
