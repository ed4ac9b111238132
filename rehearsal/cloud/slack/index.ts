import { randomBytes } from 'node:crypto';
import {
  type AccessLog,
  bearerToken,
  type Call,
  type Faults,
  hexSecret,
  type MakeSecret,
  StandIn,
} from '../kit/index.ts';

/** One message of a channel. `threadTs` is set on replies only. */
export interface Message {
  readonly ts: string;
  readonly threadTs?: string;
  text: string;
  blocks?: unknown[];
  metadata?: { event_type: string; event_payload: unknown };
  editedAt?: string;
}

interface SlackState {
  readonly channels: { readonly id: string; readonly name: string; readonly messages: Message[] }[];
  lastTs: number;
}

/** A running Slack workspace with one bot. `url` is what `slackApiUrl` takes. */
export interface SlackPart {
  readonly url: string;
  readonly token: string;
  /** Incoming webhook into the first channel; the whole URL is a secret. */
  readonly webhookUrl: string;
  readonly channel: { readonly id: string; readonly name: string };
  readonly state: SlackState;
  close(): Promise<void>;
}

const BOT = {
  user_id: 'U0SHIPLOCK',
  bot_id: 'B0SHIPLOCK',
  team_id: 'T0ACME',
  team: 'Acme',
  user: 'shiplock',
  url: 'https://acme.slack.com/',
};

/** A Web API failure: HTTP 200 and `ok: false`, see https://docs.slack.dev/apis/web-api/#responses */
class Refusal extends Error {}

type Arguments = Record<string, unknown>;
type Handler = (given: Arguments, state: SlackState) => object;

/** Starts Slack with a channel `#releases` that the bot is in. */
export async function startSlack(options: {
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly secret?: MakeSecret;
}): Promise<SlackPart> {
  const token = (options.secret ?? hexSecret)('xoxb-');
  const webhook = `/services/T0ACME/B0SHIPLOCK/${randomBytes(12).toString('hex')}`;
  const channel = { id: 'C0RELEASES', name: 'releases', messages: [] as Message[] };
  const state: SlackState = { channels: [channel], lastTs: 0 };
  const standIn = new StandIn<SlackState>({
    vendor: 'slack',
    faults: options.faults,
    log: options.log,
    state,
    errorBody: (status) => ({ ok: false, error: status === 429 ? 'ratelimited' : 'internal_error' }),
  });

  const method = (name: string, call: string, handle: Handler, kind: 'read' | 'write') => {
    const run = async (c: Call, now: SlackState) => {
      try {
        const given = await argumentsOf(c);
        const sent = bearerToken(c) ?? given['token'];
        if (sent === undefined) throw new Refusal('not_authed');
        if (sent !== token) throw new Refusal('invalid_auth');
        return c.json({ ok: true, ...handle(given, now) });
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        return c.json({ ok: false, error: problem.message });
      }
    };
    standIn.route('POST', `/api/${name}`, call, run, { kind });
    standIn.route('GET', `/api/${name}`, call, run, { kind });
  };
  method('auth.test', 'slack.auth', () => BOT, 'read');
  method('chat.postMessage', 'slack.publish', post, 'write');
  method('chat.update', 'slack.publish', update, 'write');
  method('chat.delete', 'slack.delete', remove, 'write');
  method('chat.getPermalink', 'slack.permalink', permalink, 'read');
  method('conversations.history', 'slack.history', history, 'read');
  method('conversations.replies', 'slack.replies', replies, 'read');
  method(
    'conversations.list',
    'slack.channels',
    (_given, { channels }) => ({
      channels: channels.map(({ id, name }) => ({ id, name, is_member: true })),
      response_metadata: { next_cursor: '' },
    }),
    'read',
  );
  standIn.route('POST', webhook, 'slack.publish', async (c, now) => {
    try {
      // A webhook answers no `ts`: what it posted cannot be updated.
      post({ ...(await argumentsOf(c)), channel: channel.id }, now);
      return c.text('ok');
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      return c.text(problem.message, 400);
    }
  });

  const server = await standIn.listen();
  return {
    url: `${server.url}/api/`,
    token,
    webhookUrl: `${server.url}${webhook}`,
    channel,
    state,
    close: () => server.close(),
  };
}

function post(given: Arguments, state: SlackState): object {
  const channel = channelOf(state, given['channel'], { byName: true });
  const threadTs = given['thread_ts'] === undefined ? undefined : String(given['thread_ts']);
  if (threadTs && !channel.messages.some((one) => one.ts === threadTs && !one.threadTs))
    throw new Refusal('thread_not_found');
  const content = contentOf(given);
  state.lastTs = Math.max(state.lastTs + 1, Date.now() * 1000);
  const ts = `${Math.floor(state.lastTs / 1_000_000)}.${String(state.lastTs % 1_000_000).padStart(6, '0')}`;
  const message: Message = { ts, ...(threadTs ? { threadTs } : {}), ...content };
  channel.messages.push(message);
  return { channel: channel.id, ts, message: show(message, true) };
}

function update(given: Arguments, state: SlackState): object {
  // Names are taken when posting only.
  const channel = channelOf(state, given['channel'], { byName: false });
  const message = channel.messages.find((one) => one.ts === given['ts']);
  if (!message) throw new Refusal('message_not_found');
  const content = contentOf(given);
  message.text = content.text;
  // Text without blocks erases the blocks; metadata stays unless given. https://docs.slack.dev/reference/methods/chat.update
  if (content.blocks) message.blocks = content.blocks;
  else delete message.blocks;
  if (content.metadata) message.metadata = content.metadata;
  message.editedAt = `${Math.floor(Date.now() / 1000)}.000000`;
  return { channel: channel.id, ts: message.ts, text: message.text, message: show(message, true) };
}

/** https://docs.slack.dev/reference/methods/chat.delete */
function remove(given: Arguments, state: SlackState): object {
  const channel = channelOf(state, given['channel'], { byName: false });
  const at = channel.messages.findIndex((one) => one.ts === given['ts']);
  if (at < 0) throw new Refusal('message_not_found');
  channel.messages.splice(at, 1);
  return { channel: channel.id, ts: String(given['ts']) };
}

function history(given: Arguments, state: SlackState): object {
  const { messages } = channelOf(state, given['channel'], { byName: false });
  const oldest = String(given['oldest'] ?? '0');
  const latest = String(given['latest'] ?? '9');
  const found = messages.filter(
    (one) => !one.threadTs && one.ts >= oldest && (latest === '9' || one.ts <= latest),
  );
  const repliesTo = (ts: string) => messages.filter((one) => one.threadTs === ts).length;
  return page(given, found.toReversed(), repliesTo);
}

function replies(given: Arguments, state: SlackState): object {
  const { messages } = channelOf(state, given['channel'], { byName: false });
  if (!messages.some((one) => one.ts === given['ts'])) throw new Refusal('thread_not_found');
  return page(
    given,
    messages.filter((one) => one.ts === given['ts'] || one.threadTs === given['ts']),
  );
}

function permalink(given: Arguments, state: SlackState): object {
  const channel = channelOf(state, given['channel'], { byName: false });
  if (!channel.messages.some((one) => one.ts === given['message_ts'])) throw new Refusal('message_not_found');
  return {
    channel: channel.id,
    permalink: `${BOT.url}archives/${channel.id}/p${String(given['message_ts']).replace('.', '')}`,
  };
}

function page(
  given: Arguments,
  messages: readonly Message[],
  repliesTo: (ts: string) => number = () => 0,
): object {
  const limit = Math.min(Math.max(Number(given['limit'] ?? 100), 1), 999);
  const start = given['cursor'] ? Number(Buffer.from(String(given['cursor']), 'base64').toString()) : 0;
  const more = messages.length > start + limit;
  const metadata = ['true', '1', true].includes(given['include_all_metadata'] as string);
  return {
    messages: messages.slice(start, start + limit).map((one) => ({
      ...show(one, metadata),
      ...(repliesTo(one.ts) > 0 ? { reply_count: repliesTo(one.ts) } : {}),
    })),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(String(start + limit)).toString('base64') : '' },
  };
}

function show(message: Message, withMetadata: boolean): object {
  return {
    type: 'message',
    user: BOT.user_id,
    bot_id: BOT.bot_id,
    ts: message.ts,
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.editedAt ? { edited: { user: BOT.user_id, ts: message.editedAt } } : {}),
  };
}

function channelOf(state: SlackState, wanted: unknown, { byName }: { byName: boolean }) {
  const name = String(wanted ?? '').replace(/^#/, '');
  const channel = state.channels.find((one) => one.id === wanted || (byName && one.name === name));
  if (!channel) throw new Refusal('channel_not_found');
  return channel;
}

/** Limits: https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/reference/block-kit/blocks */
function contentOf(given: Arguments): Pick<Message, 'text' | 'blocks' | 'metadata'> {
  const text = String(given['text'] ?? '');
  const blocks = given['blocks'];
  const metadata = given['metadata'];
  if (!text && !blocks) throw new Refusal('no_text');
  if (text.length > 40_000) throw new Refusal('msg_too_long');
  if (blocks !== undefined) {
    if (!Array.isArray(blocks) || blocks.length > 50 || blocks.some((block) => !isBlock(block)))
      throw new Refusal('invalid_blocks');
  }
  if (metadata !== undefined && !isMetadata(metadata)) throw new Refusal('invalid_metadata_format');
  return {
    text,
    ...(blocks ? { blocks: blocks as unknown[] } : {}),
    ...(isMetadata(metadata) ? { metadata } : {}),
  };
}

function isBlock(block: unknown): boolean {
  const { type, text, elements } = (block ?? {}) as {
    type?: unknown;
    text?: { text?: unknown };
    elements?: unknown;
  };
  const fits = (most: number) =>
    typeof text?.text === 'string' && text.text.length > 0 && text.text.length <= most;
  if (type === 'section') return text === undefined ? 'fields' in (block as object) : fits(3000);
  if (type === 'header') return fits(150);
  if (type === 'context') return Array.isArray(elements) && elements.length > 0 && elements.length <= 10;
  return typeof type === 'string';
}

function isMetadata(value: unknown): value is NonNullable<Message['metadata']> {
  return typeof value === 'object' && value !== null && 'event_type' in value && 'event_payload' in value;
}

/** JSON, form or query: Slack takes all three; in a form structured arguments are JSON texts. */
async function argumentsOf(c: Call): Promise<Arguments> {
  const type = c.req.header('content-type') ?? '';
  if (type.includes('json')) return (await c.req.json().catch(() => ({}))) as Arguments;
  const form = c.req.method === 'GET' ? c.req.query() : ((await c.req.parseBody()) as Arguments);
  const given: Arguments = { ...form };
  for (const name of ['blocks', 'metadata', 'attachments']) {
    if (typeof given[name] !== 'string') continue;
    try {
      given[name] = JSON.parse(given[name]);
    } catch {
      throw new Refusal(`invalid_${name}`);
    }
  }
  return given;
}
