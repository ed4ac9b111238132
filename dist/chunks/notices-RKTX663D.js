import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  SLACK
} from "./chunk-XTDSYK6L.js";
import {
  sha256
} from "./chunk-JBZYLIBD.js";
import {
  HttpClient
} from "./chunk-FMKJKW4N.js";
import {
  BRISK
} from "./chunk-5IO3OIYZ.js";
import {
  OutsideCallError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine,
  redact,
  visible
} from "./chunk-ZYXXDNOM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/slack.ts
function text(words) {
  return visible(redact(words)).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
__name(text, "text");
function line(words, limit) {
  const folded = oneLine(words);
  for (let most = limit; most > 0; most -= Math.max(1, text(cut(folded, most)).length - limit)) {
    const escaped = text(cut(folded, most));
    if (escaped.length <= limit) return escaped;
  }
  return "";
}
__name(line, "line");
function code(words) {
  return `\`${text(oneLine(words)).replaceAll("`", "\u02CB")}\``;
}
__name(code, "code");
function link(words, address) {
  if (!URL.canParse(address)) return void 0;
  const { protocol, href } = new URL(redact(address));
  if (!/^https?:$/.test(protocol)) return void 0;
  return `<${text(href).replaceAll("|", "%7C")}|${text(oneLine(words)).replaceAll("|", "\xA6")}>`;
}
__name(link, "link");
function mrkdwn(words) {
  return { type: "mrkdwn", text: words, verbatim: true };
}
__name(mrkdwn, "mrkdwn");

// src/present/slack-notice.ts
var LONGEST = 1450;
var STATE_MARK = {
  running: "\u{1F6A2}",
  waiting: "\u23F3",
  succeeded: "\u2705",
  failed: "\u274C",
  "rolled-back": "\u21A9\uFE0F"
};
var MARK = {
  done: "\u2705",
  running: "\u25B6\uFE0F",
  waiting: "\u25AB\uFE0F",
  failed: "\u274C",
  skipped: "\u23ED\uFE0F"
};
var Lines = class {
  static {
    __name(this, "Lines");
  }
  lines = [];
  isCut = false;
  /** Words of others, in one line of at most so many characters as Slack counts them. */
  words(words, limit) {
    const shown = line(words, limit);
    if (shown !== line(words, Number.MAX_SAFE_INTEGER)) this.isCut = true;
    return shown;
  }
  add(...lines) {
    this.lines.push(...lines);
  }
  /** As sections, as many as fit; the note stands in the last of them. */
  sections(most) {
    const all = inSections(this.lines);
    const shown = all.slice(0, all.length > most || this.isCut ? most - 1 : most);
    if (shown.length < all.length) this.isCut = true;
    return this.isCut ? [...shown, CUT] : shown;
  }
};
var CUT = "_\u2026 cut: the log of the run has the whole._";
function slackMessage(notice) {
  const body = new Lines();
  const title = visible(oneLine(notice.title));
  const head = cut(`${STATE_MARK[notice.state]} ${title}`, SLACK.header);
  if (head.endsWith("\u2026")) body.add(body.words(notice.title, SLACK.section - CUT.length), "");
  for (const { phase, state, detail } of notice.phases)
    body.add(
      `${MARK[state]} *${body.words(phase, LONGEST)}*${detail ? `: ${body.words(detail, LONGEST)}` : ""}`
    );
  const links = notice.links.filter(({ todo }) => !todo).map((each) => link(each.text, each.url)).filter((each) => each !== void 0 && each.length <= LONGEST);
  if (links.length > 0) body.add("", ...links);
  const about = [
    `commit ${code(notice.commit.slice(0, 12))}`,
    `environment ${code(cut(notice.environment, 100))}`,
    `release ${code(cut(notice.releaseId, 100))}`
  ].join("  \xB7  ");
  const rest = ` (${about})`;
  return {
    text: `${STATE_MARK[notice.state]} ${line(notice.title, SLACK.text - rest.length - 4)}${rest}`,
    blocks: [
      { type: "header", text: { type: "plain_text", text: head, emoji: true } },
      // Header, buttons and context are blocks as well.
      ...body.sections(SLACK.blocks - 3).map((each) => ({ type: "section", text: mrkdwn(each) })),
      ...buttons(notice.links),
      { type: "context", elements: [mrkdwn(about)] }
    ]
  };
}
__name(slackMessage, "slackMessage");
function mentions(ids) {
  return ids.filter((id) => /^[UWS][A-Z0-9]+$/.test(id)).map((id) => id.startsWith("S") ? `<!subteam^${id}>` : `<@${id}>`).join(" ");
}
__name(mentions, "mentions");
function buttons(links) {
  const elements = links.filter(({ todo, url }) => todo && link("", url) !== void 0 && url.length <= BUTTON.url).slice(0, BUTTON.most).map((each, index) => ({
    ...{ type: "button", action_id: `todo_${index}`, url: new URL(redact(each.url)).href },
    text: { type: "plain_text", text: cut(visible(oneLine(redact(each.text))), BUTTON.text) }
  }));
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}
__name(buttons, "buttons");
var BUTTON = { most: 5, text: 75, url: 3e3 };
function replyParts(words) {
  const parts = [];
  for (const each of redact(words.trim()).split("\n")) {
    for (const piece of pieces(each)) {
      const last = parts.at(-1);
      if (last !== void 0 && last.length + 1 + piece.length <= SLACK.text)
        parts.push(`${parts.pop()}
${piece}`);
      else parts.push(piece);
    }
  }
  return parts.filter((part) => part.trim() !== "");
}
__name(replyParts, "replyParts");
function pieces(words) {
  const whole = text(words);
  if (whole.length <= SLACK.text) return [whole];
  const found = [];
  let piece = "";
  for (const character of words) {
    const next = text(character);
    if (piece.length + next.length > SLACK.text) {
      found.push(piece);
      piece = "";
    }
    piece += next;
  }
  return [...found, piece];
}
__name(pieces, "pieces");
function inSections(lines) {
  const sections = [];
  for (const each of lines) {
    const last = sections.at(-1);
    if (last !== void 0 && last.length + 1 + each.length <= SLACK.section)
      sections.push(`${sections.pop()}
${each}`);
    else if (each !== "" || last !== void 0) sections.push(each);
  }
  return sections.filter((section) => section.trim() !== "");
}
__name(inSections, "inSections");

// src/notices/faults.ts
var refused = external_exports.object({ ok: external_exports.literal(false), error: external_exports.string(), needed: external_exports.string().optional() });
function refusal(answer) {
  return refused.safeParse(answer).data?.error;
}
__name(refusal, "refusal");
function needed(text2) {
  return refused.safeParse(JSON.parse(text2)).data?.needed;
}
__name(needed, "needed");
var AGAIN = "The release continues without it; the next notice updates the message.";
var answered = /* @__PURE__ */ __name(({ word: word2, status }) => `Slack answered ${word2 ?? `HTTP ${status}`}`, "answered");
function slackFaults(channel) {
  return {
    vendor: "Slack",
    codes: {
      unreachable: "SHIPLOCK_SLACK_UNREACHABLE",
      answer: "SHIPLOCK_SLACK_UNREACHABLE",
      rateLimited: "SHIPLOCK_SLACK_RATE_LIMITED",
      refused: "SHIPLOCK_SLACK_REFUSED"
    },
    rows: [
      {
        on: ["ratelimited"],
        code: "SHIPLOCK_SLACK_RATE_LIMITED",
        says: "Slack's rate limit is used up",
        next: AGAIN,
        passing: true,
        unquoted: true
      },
      {
        // Slack says these after it may have done the work.
        on: ["internal_error", "fatal_error", "service_unavailable", "request_timeout"],
        code: "SHIPLOCK_SLACK_UNREACHABLE",
        says: answered,
        next: AGAIN,
        certainty: "unknown",
        passing: true,
        unquoted: true
      },
      {
        on: ["not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired"],
        code: "SHIPLOCK_SLACK_TOKEN",
        says: /* @__PURE__ */ __name((fault) => `${answered(fault)}. The token is not valid`, "says"),
        next: "Set the input slack-token to the bot token (xoxb-\u2026) of an app that is installed in the workspace.",
        unquoted: true
      },
      {
        on: ["missing_scope", "no_permission", "not_allowed_token_type", "access_denied"],
        code: "SHIPLOCK_SLACK_SCOPE",
        says: /* @__PURE__ */ __name((fault, { scope }) => `${answered(fault)}. The app lacks the scope \`${needed(fault.text) ?? scope}\``, "says"),
        next: /* @__PURE__ */ __name(({ text: text2 }, { scope }) => `Add \`${needed(text2) ?? scope}\` to the app's bot scopes and install it again.`, "next"),
        unquoted: true
      },
      {
        on: ["channel_not_found", "not_in_channel", "is_archived", "restricted_action"],
        code: "SHIPLOCK_SLACK_CHANNEL",
        says: /* @__PURE__ */ __name((fault) => `${answered(fault)}. Channel ${channel} does not exist, is archived, or the app is not a member`, "says"),
        next: "Invite the app to the channel (/invite @app), and use the channel\u2019s id (C\u2026).",
        unquoted: true
      }
    ],
    again: AGAIN,
    unsure: AGAIN,
    refused: "Look up the error in https://docs.slack.dev/reference/methods/chat.postMessage#errors. Nothing was posted."
  };
}
__name(slackFaults, "slackFaults");

// src/notices/client.ts
var SlackClient = class extends HttpClient {
  static {
    __name(this, "SlackClient");
  }
  channel;
  constructor({ token, channel, apiUrl = "https://slack.com/api" }, pace) {
    super({
      base: /* @__PURE__ */ __name(() => apiUrl.replace(/\/+$/, ""), "base"),
      headers: /* @__PURE__ */ __name(() => ({ authorization: `Bearer ${token}` }), "headers"),
      secrets: [token],
      faults: slackFaults(channel),
      refusal,
      quietMs: 6e4,
      pace
    });
    this.channel = channel;
  }
};

// src/notices/index.ts
var EVENT = "shiplock_release";
var HISTORY = "channels:history";
var WRITE = "chat:write";
var PAGES = 10;
var written = external_exports.object({ channel: external_exports.string(), ts: external_exports.string() });
var message = external_exports.object({
  ts: external_exports.string(),
  /** Of a message that has a thread. https://docs.slack.dev/messaging/retrieving-messages */
  reply_count: external_exports.number().optional(),
  metadata: external_exports.object({
    event_type: external_exports.string().optional(),
    event_payload: external_exports.record(external_exports.string(), external_exports.unknown()).optional()
  }).optional()
});
var page = external_exports.object({
  messages: external_exports.array(message),
  response_metadata: external_exports.object({ next_cursor: external_exports.string().optional() }).optional()
});
function slackNotices(options) {
  const client = new SlackClient(options, { ...BRISK, ...options.pace });
  return {
    vendor: "slack",
    async publish(notice, previous) {
      mustBeId(options.channel);
      if (notice.aside) return sayAside(client, notice, notice.aside);
      const updated = previous && await update(client, notice, previous);
      const ref = updated ?? await findOrPost(client, notice);
      const called = callsFor(notice) ? mentions(options.onCall ?? []) : "";
      const words = notice.reply?.trim() || (called ? notice.title : "");
      if (words) await reply(client, notice, words, ref, called);
      return ref;
    }
  };
}
__name(slackNotices, "slackNotices");
var callsFor = /* @__PURE__ */ __name(({ state }) => state === "failed" || state === "rolled-back", "callsFor");
async function sayAside(client, notice, { words, state }) {
  const ts = await findNotice(client, notice);
  const ref = ts === void 0 ? await findOrPost(client, notice) : { channel: client.channel, ts };
  await reply(client, notice, `${STATE_MARK[state]} ${words}`, ref);
  return ref;
}
__name(sayAside, "sayAside");
async function update(client, notice, ref) {
  const doing = `update the notice of ${notice.releaseId}`;
  try {
    const where = { channel: ref.channel, ts: ref.ts };
    await withoutBlocksIfNeeded(client, { method: "chat.update", doing }, where, notice);
    return where;
  } catch (error) {
    if (word(error) === "message_not_found") return void 0;
    throw error;
  }
}
__name(update, "update");
async function findOrPost(client, notice) {
  const ts = await findNotice(client, notice);
  const found = ts === void 0 ? void 0 : await update(client, notice, { channel: client.channel, ts });
  if (found) return found;
  const doing = `post the notice of ${notice.releaseId}`;
  const where = { channel: client.channel, unfurl_links: false };
  const posted = await withoutBlocksIfNeeded(client, { method: "chat.postMessage", doing }, where, notice);
  const first = await findNotice(client, notice).catch(() => void 0);
  if (first === void 0 || first >= posted.ts) return posted;
  return await update(client, notice, { channel: posted.channel, ts: first }) ?? posted;
}
__name(findOrPost, "findOrPost");
async function findNotice(client, notice) {
  const [first, ...more] = await find(
    client,
    "conversations.history",
    { ...since(notice.releaseId) },
    (payload) => isNoticeOf(notice, payload)
  );
  for (const { ts, reply_count } of more) if (!reply_count) await takeBack(client, notice, ts);
  return first?.ts;
}
__name(findNotice, "findNotice");
async function takeBack(client, { releaseId }, ts) {
  const doing = `delete a second notice of ${releaseId}`;
  const form = { channel: client.channel, ts };
  try {
    await client.write({ doing, scope: WRITE, path: "/chat.delete", form }, written);
  } catch (error) {
    if (!(error instanceof OutsideCallError)) throw error;
  }
}
__name(takeBack, "takeBack");
async function withoutBlocksIfNeeded(client, { method, doing }, where, notice) {
  const send = /* @__PURE__ */ __name((form) => client.write({ doing, scope: WRITE, path: `/${method}`, form }, written), "send");
  const { text: text2, blocks } = slackMessage(notice);
  const payload = { release_id: notice.releaseId, environment: notice.environment };
  const given = { ...where, text: text2, metadata: { event_type: EVENT, event_payload: payload } };
  try {
    return await send({ ...given, blocks });
  } catch (error) {
    if (!word(error)?.startsWith("invalid_blocks")) throw error;
    return send(method === "chat.update" ? { ...given, blocks: [] } : given);
  }
}
__name(withoutBlocksIfNeeded, "withoutBlocksIfNeeded");
function word(error) {
  return error instanceof OutsideCallError ? error.status : void 0;
}
__name(word, "word");
async function reply(client, notice, words, ref, called = "") {
  const { releaseId: release_id, environment } = notice;
  const whole = replyParts(words);
  const digest = sha256(whole.join("\n")).slice(0, 16);
  const parts = called ? [called, ...whole] : whole;
  for (const [place, text2] of parts.entries()) {
    const said = place === 0 ? digest : `${digest}-${place + 1}`;
    const there = await find(
      client,
      "conversations.replies",
      { channel: ref.channel, ts: ref.ts },
      (payload) => payload["release_id"] === release_id && payload["reply"] === said
    );
    if (there.length > 0) continue;
    const metadata = { event_type: EVENT, event_payload: { release_id, environment, reply: said } };
    await client.write(
      {
        doing: `reply to the notice of ${release_id}`,
        scope: WRITE,
        path: "/chat.postMessage",
        form: { channel: ref.channel, thread_ts: ref.ts, text: text2, metadata }
      },
      written
    );
  }
}
__name(reply, "reply");
async function find(client, method, given, fits) {
  let cursor;
  for (let read = 0; read < PAGES; read++) {
    const form = { channel: client.channel, include_all_metadata: true, limit: 200, ...given, cursor };
    const doing = "find Shiplock\u2019s own notice in the channel";
    const list = await client.read({ doing, scope: HISTORY, path: `/${method}`, form }, page);
    const { messages, response_metadata } = list ?? { messages: [] };
    const found = messages.filter(({ metadata }) => metadata?.event_type === EVENT && fits(metadata.event_payload ?? {})).sort((a, b) => a.ts < b.ts ? -1 : 1);
    cursor = response_metadata?.next_cursor || void 0;
    if (found.length > 0 || cursor === void 0) return found;
  }
  return [];
}
__name(find, "find");
function isNoticeOf(notice, payload) {
  const { release_id, environment, reply: replies } = payload;
  return release_id === notice.releaseId && environment === notice.environment && replies === void 0;
}
__name(isNoticeOf, "isNoticeOf");
function since(releaseId) {
  const [, high, low] = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.exec(releaseId) ?? [];
  if (!high || !low) return {};
  return { oldest: String(Math.floor(Number.parseInt(high + low, 16) / 1e3) - 3600) };
}
__name(since, "since");
function mustBeId(channel) {
  if (/^[CGD][A-Z0-9]{2,}$/.test(channel)) return;
  throw configurationError({
    code: "SHIPLOCK_SLACK_CHANNEL_ID",
    what: `"${channel}" is not a Slack channel id. A name does not work, because Slack updates messages only by id.`,
    notDone: ["no notice was posted"],
    next: "Open the channel\u2019s details in Slack and copy the id at the bottom (C\u2026)."
  });
}
__name(mustBeId, "mustBeId");
export {
  slackNotices
};
