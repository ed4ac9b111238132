import type { SlackMessage, Story } from '../story/model.ts';
import { html, type Raw } from './html.ts';

/** The channel as people saw it in the end: one message a release and environment, updated in place, with replies. */
export function slackThread(story: Story): Raw {
  const threads = story.slack.filter((one) => one.threadTs === undefined);
  const replies = (ts: string) => story.slack.filter((one) => one.threadTs === ts);
  if (threads.length === 0) return html`<p class="soft">Nothing was posted.</p>`;
  return html`<div class="two">${threads.map(
    (message) => html`<div class="slack">
      ${parts(message)}
      ${replies(message.ts).map((reply) => html`<div class="reply">${readable(reply.text)}</div>`)}
      <small>${time(message.ts)}${message.edited ? ', updated in place' : ''}</small>
    </div>`,
  )}</div>`;
}

interface Block {
  readonly type?: string;
  readonly text?: { readonly text?: string };
}

function parts({ blocks, text }: SlackMessage): Raw[] {
  const known = (blocks ?? []) as Block[];
  const head = known.find((one) => one.type === 'header')?.text?.text ?? text;
  const lines = known.filter((one) => one.type === 'section').map((one) => one.text?.text ?? '');
  return [
    html`<div class="head">${readable(head)}</div>`,
    html`<div class="lines">${lines.map(readable)}</div>`,
  ];
}

/** Slack's marks left out: what a person reads. */
function readable(text: string): string {
  return text
    .replace(/<[^|>]+\|([^>]+)>/g, '$1')
    .replace(/[*`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

const time = (ts: string) => new Date(Number(ts.split('.')[0]) * 1000).toISOString().slice(11, 19);
