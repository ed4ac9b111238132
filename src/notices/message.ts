import type { Notice } from '../release/ports.ts';

/** Limits: https://docs.slack.dev/reference/block-kit/blocks (header, section) and messages (50 blocks). */
const HEADER = 150;
const SECTION = 3000;
const BLOCKS = 50;
/** Longer texts are cut by Slack itself, where it likes. https://docs.slack.dev/reference/methods/chat.postMessage */
const TEXT = 4000;

const STATE: Record<Notice['state'], string> = {
  running: '🚢',
  waiting: '⏳',
  succeeded: '✅',
  failed: '❌',
  'rolled-back': '↩️',
};

const MARK: Record<Notice['phases'][number]['state'], string> = {
  done: '✅',
  running: '▶️',
  waiting: '▫️',
  failed: '❌',
  skipped: '⏭️',
};

export interface SlackMessage {
  /** Shown in notifications, and wherever blocks cannot be. */
  readonly text: string;
  readonly blocks: readonly object[];
}

/** The notice as Slack shows it. */
export function slackMessage(notice: Notice): SlackMessage {
  const lines = notice.phases.map(
    ({ phase, state, detail }) =>
      `${MARK[state]} *${escapeText(phase)}*${detail ? `: ${escapeText(oneLine(detail))}` : ''}`,
  );
  const links = notice.links
    .filter(({ url }) => /^https?:\/\//.test(url))
    .map(({ text, url }) => link(text, url));
  const about = [
    `commit \`${escapeText(notice.commit.slice(0, 12))}\``,
    `environment \`${escapeText(notice.environment)}\``,
    `release \`${escapeText(notice.releaseId)}\``,
  ].join('  ·  ');
  const context = { type: 'context', elements: [mrkdwn(about)] };
  const middle = [...lines, ...(links.length > 0 ? ['', links.join('  ·  ')] : [])];
  const sections = inSections(middle).slice(0, BLOCKS - 2);
  const header = {
    type: 'header',
    text: {
      type: 'plain_text',
      text: cut(`${STATE[notice.state]} ${oneLine(notice.title)}`, HEADER),
      emoji: true,
    },
  };
  return {
    text: cut(`${STATE[notice.state]} ${escapeText(oneLine(notice.title))} (${about})`, TEXT),
    blocks: [header, ...sections.map((text) => ({ type: 'section', text: mrkdwn(text) })), context],
  };
}

export function replyText(reply: string): string {
  return cut(escapeText(reply.trim()), TEXT);
}

/** The three characters that Slack gives meaning to. https://docs.slack.dev/messaging/formatting-message-text/#escaping */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function link(text: string, url: string): string {
  const target = escapeText(url).replaceAll('|', '%7C');
  return `<${target}|${escapeText(oneLine(text)).replaceAll('|', '¦')}>`;
}

function mrkdwn(text: string) {
  return { type: 'mrkdwn', text };
}

/** Lines packed into as few sections as their limit allows; a line is never torn between two. */
function inSections(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const line of lines.map((each) => cut(each, SECTION))) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= SECTION)
      sections.push(`${sections.pop()}\n${line}`);
    else if (line !== '' || last !== undefined) sections.push(line);
  }
  return sections.filter((section) => section.trim() !== '');
}

/** Never cuts an escaped character or a surrogate pair in two. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
