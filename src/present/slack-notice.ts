import type { Notice } from '../release/ports.ts';
import { redact } from './redact.ts';
import { code, text as escaped, line, link, mrkdwn } from './slack.ts';
import { SLACK } from './surfaces.ts';
import { cut, oneLine, visible } from './text.ts';

/** Two of them and their marks fit into a section. */
const LONGEST = 1_450;

export const STATE_MARK: Record<Notice['state'], string> = {
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

/** Every line, cut to what fits, and a note if anything was cut: the log of the run says all of what a notice says. */
class Lines {
  readonly lines: string[] = [];
  private isCut = false;

  /** Words of others, in one line of at most so many characters as Slack counts them. */
  words(words: string, limit: number): string {
    const shown = line(words, limit);
    if (shown !== line(words, Number.MAX_SAFE_INTEGER)) this.isCut = true;
    return shown;
  }

  add(...lines: readonly string[]): void {
    this.lines.push(...lines);
  }

  /** As sections, as many as fit; the note stands in the last of them. */
  sections(most: number): string[] {
    const all = inSections(this.lines);
    const shown = all.slice(0, all.length > most || this.isCut ? most - 1 : most);
    if (shown.length < all.length) this.isCut = true;
    return this.isCut ? [...shown, CUT] : shown;
  }
}

const CUT = '_… cut: the log of the run has the whole._';

/** The notice as Slack shows it. */
export function slackMessage(notice: Notice): SlackMessage {
  const body = new Lines();
  const title = visible(oneLine(notice.title));
  const head = cut(`${STATE_MARK[notice.state]} ${title}`, SLACK.header);
  // A header has no room for a message of somebody's own: the whole stands below it.
  if (head.endsWith('…')) body.add(body.words(notice.title, SLACK.section - CUT.length), '');
  for (const { phase, state, detail } of notice.phases)
    body.add(
      `${MARK[state]} *${body.words(phase, LONGEST)}*${detail ? `: ${body.words(detail, LONGEST)}` : ''}`,
    );
  const links = notice.links
    .filter(({ todo }) => !todo)
    .map((each) => link(each.text, each.url))
    .filter((each): each is string => each !== undefined && each.length <= LONGEST);
  if (links.length > 0) body.add('', ...links);
  const about = [
    `commit ${code(notice.commit.slice(0, 12))}`,
    `environment ${code(cut(notice.environment, 100))}`,
    `release ${code(cut(notice.releaseId, 100))}`,
  ].join('  ·  ');
  const rest = ` (${about})`;
  return {
    text: `${STATE_MARK[notice.state]} ${line(notice.title, SLACK.text - rest.length - 4)}${rest}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: head, emoji: true } },
      // Header, buttons and context are blocks as well.
      ...body.sections(SLACK.blocks - 3).map((each) => ({ type: 'section', text: mrkdwn(each) })),
      ...buttons(notice.links),
      { type: 'context', elements: [mrkdwn(about)] },
    ],
  };
}

/** People and groups by their ids, so that Slack tells them. https://docs.slack.dev/messaging/formatting-message-text/#mentioning-groups */
export function mentions(ids: readonly string[]): string {
  return ids
    .filter((id) => /^[UWS][A-Z0-9]+$/.test(id))
    .map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`))
    .join(' ');
}

/**
 * Links that lead to what somebody has to do are buttons.
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element
 */
function buttons(links: Notice['links']): readonly object[] {
  const elements = links
    .filter(({ todo, url }) => todo && link('', url) !== undefined && url.length <= BUTTON.url)
    .slice(0, BUTTON.most)
    .map((each, index) => ({
      ...{ type: 'button', action_id: `todo_${index}`, url: new URL(redact(each.url)).href },
      text: { type: 'plain_text', text: cut(visible(oneLine(redact(each.text))), BUTTON.text) },
    }));
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

const BUTTON = { most: 5, text: 75, url: 3000 };

/**
 * A reply arrives whole, with its lines: what Slack would cut is said in several messages. Secrets are hidden in the
 * whole text, before a part can begin in the middle of one.
 */
export function replyParts(words: string): readonly string[] {
  const parts: string[] = [];
  for (const each of redact(words.trim()).split('\n')) {
    for (const piece of pieces(each)) {
      const last = parts.at(-1);
      if (last !== undefined && last.length + 1 + piece.length <= SLACK.text)
        parts.push(`${parts.pop()}\n${piece}`);
      else parts.push(piece);
    }
  }
  return parts.filter((part) => part.trim() !== '');
}

/** A line in pieces that each fit into a message, as they are sent: an escaped character is up to five long. */
function pieces(words: string): readonly string[] {
  const whole = escaped(words);
  if (whole.length <= SLACK.text) return [whole];
  const found: string[] = [];
  let piece = '';
  for (const character of words) {
    const next = escaped(character);
    if (piece.length + next.length > SLACK.text) {
      found.push(piece);
      piece = '';
    }
    piece += next;
  }
  return [...found, piece];
}

/** Lines packed into as few sections as their limit allows; a line is never torn between two. */
function inSections(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const each of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + 1 + each.length <= SLACK.section)
      sections.push(`${sections.pop()}\n${each}`);
    else if (each !== '' || last !== undefined) sections.push(each);
  }
  return sections.filter((section) => section.trim() !== '');
}
