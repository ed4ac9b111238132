import { redact } from './redact.ts';
import { cut, oneLine, visible } from './text.ts';

/**
 * Words of others in Slack's mrkdwn. It gives meaning to three characters, mentions and links among them; the rest is
 * bold or italic at most. https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function text(words: string): string {
  return visible(redact(words)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One line of at most so many characters, as they are sent. An escaped character is never cut in two. */
export function line(words: string, limit: number): string {
  const folded = oneLine(words);
  for (let most = limit; most > 0; most -= Math.max(1, text(cut(folded, most)).length - limit)) {
    const escaped = text(cut(folded, most));
    if (escaped.length <= limit) return escaped;
  }
  return '';
}

/** A backtick would end the code, and there is no way to escape one. */
export function code(words: string): string {
  return `\`${text(oneLine(words)).replaceAll('`', 'ˋ')}\``;
}

/** Undefined for what is no web address. */
export function link(words: string, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(redact(address));
  if (!/^https?:$/.test(protocol)) return undefined;
  return `<${text(href).replaceAll('|', '%7C')}|${text(oneLine(words)).replaceAll('|', '¦')}>`;
}

/** Slack turns nothing in it into a link or a mention that is not written as one. */
export function mrkdwn(words: string) {
  return { type: 'mrkdwn', text: words, verbatim: true };
}
