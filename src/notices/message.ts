import { code, line, link, mrkdwn } from '../present/slack.ts';
import { cut, oneLine, visible } from '../present/text.ts';
import type { Notice } from '../release/ports.ts';

/** Limits: https://docs.slack.dev/reference/block-kit/blocks (header, section) and messages (50 blocks). */
const HEADER = 150;
const SECTION = 3000;
/** Two of them and their marks fit into a section. */
const LONGEST = 1_450;
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
      `${MARK[state]} *${line(phase, LONGEST)}*${detail ? `: ${line(detail, LONGEST)}` : ''}`,
  );
  const links = notice.links
    .map((each) => link(each.text, each.url))
    .filter((each): each is string => each !== undefined && each.length <= LONGEST);
  const about = [
    `commit ${code(notice.commit.slice(0, 12))}`,
    `environment ${code(cut(notice.environment, 100))}`,
    `release ${code(cut(notice.releaseId, 100))}`,
  ].join('  ·  ');
  const context = { type: 'context', elements: [mrkdwn(about)] };
  const middle = [...lines, ...(links.length > 0 ? ['', ...links] : [])];
  const sections = inSections(middle).slice(0, BLOCKS - 2);
  const header = {
    type: 'header',
    text: {
      type: 'plain_text',
      text: cut(`${STATE[notice.state]} ${visible(oneLine(notice.title))}`, HEADER),
      emoji: true,
    },
  };
  const rest = ` (${about})`;
  return {
    text: `${STATE[notice.state]} ${line(notice.title, TEXT - rest.length - 4)}${rest}`,
    blocks: [header, ...sections.map((each) => ({ type: 'section', text: mrkdwn(each) })), context],
  };
}

/** A reply keeps its lines. */
export function replyText(reply: string): string {
  const kept: string[] = [];
  let room = TEXT;
  for (const each of reply.trim().split('\n')) {
    if (room <= 1) break;
    const shown = line(each, room - 1);
    kept.push(shown);
    room -= shown.length + 1;
  }
  return kept.join('\n');
}

/** Lines packed into as few sections as their limit allows; a line is never torn between two. */
function inSections(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const each of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + 1 + each.length <= SECTION)
      sections.push(`${sections.pop()}\n${each}`);
    else if (each !== '' || last !== undefined) sections.push(each);
  }
  return sections.filter((section) => section.trim() !== '');
}
