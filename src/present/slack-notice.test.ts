import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../release/ports.ts';
import { forgetSecrets, keepSecret } from './redact.ts';
import { mentions, replyParts, slackMessage } from './slack-notice.ts';

const notice: Notice = {
  releaseId: 'rel_1',
  environment: 'production',
  commit: 'c0ffee1234567890',
  title: 'Shipping <!channel> & co',
  state: 'running',
  phases: [
    { phase: 'plan', state: 'done' },
    { phase: 'gate', state: 'failed', detail: 'p95 > 3 s\n<@U1>' },
  ],
  links: [
    { text: 'run | 7', url: 'https://x.test/a|b?c=1&d=2' },
    { text: 'bad', url: 'javascript:alert(1)' },
  ],
};

describe('the message', () => {
  it('has header, phases, links and context, with everything escaped', () => {
    const { text, blocks } = slackMessage(notice);
    expect(text).toContain('&lt;!channel&gt; &amp; co');
    expect(blocks).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: '🚢 Shipping <!channel> & co' } },
      { type: 'section', text: { type: 'mrkdwn' } },
      { type: 'context' },
    ]);
    const json = JSON.stringify(blocks[1]);
    expect(json).toContain('❌ *gate*: p95 &gt; 3 s &lt;@U1&gt;');
    expect(json).toContain('<https://x.test/a%7Cb?c=1&amp;d=2|run ¦ 7>');
    expect(json).not.toContain('javascript');
  });

  it('has buttons for what somebody has to do, and no button that leads elsewhere than to the web', () => {
    const links = [
      { text: 'Read the plan', url: 'https://x.test/plan', todo: true },
      { text: 'bad', url: 'javascript:alert(1)', todo: true },
      { text: 'run', url: 'https://x.test/run' },
    ];
    const { blocks } = slackMessage({ ...notice, links });
    expect(blocks.find((block) => 'type' in block && block.type === 'actions')).toEqual({
      type: 'actions',
      elements: [
        {
          ...{ type: 'button', action_id: 'todo_0', url: 'https://x.test/plan' },
          text: { type: 'plain_text', text: 'Read the plan' },
        },
      ],
    });
    expect(JSON.stringify(blocks[1])).not.toContain('x.test/plan');
  });

  it('mentions who is on call by id, and nobody by words', () => {
    expect(mentions(['U123', 'S9', '@here', '<!channel>'])).toBe('<@U123> <!subteam^S9>');
  });

  it('stays within the limits of Slack, whatever comes', () => {
    const phases = Array.from({ length: 400 }, (_, i) => ({
      phase: `p${i}`,
      state: 'done' as const,
      detail: '<😀>'.repeat(900),
    }));
    const { text, blocks } = slackMessage({ ...notice, title: '😀'.repeat(500), phases });
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThanOrEqual(4000);
    for (const block of blocks as { type: string; text?: { text: string } }[]) {
      expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
      expect(block.text?.text.isWellFormed() ?? true).toBe(true);
      expect(block.text?.text ?? '').not.toMatch(/&[a-z]{0,3}…/);
    }
  });
});

/** What people read of the parts. */
const read = (parts: readonly string[]) =>
  parts.join('').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('a reply', () => {
  it('keeps its lines', () => {
    expect(replyParts('one\n\n  two <@U1>\n')).toEqual(['one\n\n  two &lt;@U1&gt;']);
  });

  it('arrives whole in as many messages as it takes, however long its lines are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '&', '<', '😀', ' '), maxLength: 9_000 }), {
          maxLength: 4,
        }),
        (lines) => {
          const parts = replyParts(lines.join('\n'));
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(4_000);
            expect(part.isWellFormed()).toBe(true);
          }
          const letters = (words: string) => words.replaceAll(/\s/g, '');
          expect(letters(read(parts))).toBe(letters(lines.join('\n')));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of 10,000 characters in 100 lines is three messages that each end with a line', () => {
    const lines = Array.from({ length: 100 }, (_, i) => String(i).padStart(99, '.'));
    const parts = replyParts(lines.join('\n'));
    expect(parts).toHaveLength(3);
    expect(parts.join('\n').split('\n')).toEqual(lines);
  });

  it('hides a secret that would lie across two messages', () => {
    keepSecret(['a-secret-of-this-test']);
    try {
      const parts = replyParts(`${'x'.repeat(3_990)}a-secret-of-this-test`);
      expect(parts.join('')).toBe(`${'x'.repeat(3_990)}***`);
    } finally {
      forgetSecrets();
    }
  });

  it('says that it was cut and where the whole is, and says nothing of the kind where nothing was', () => {
    const cut = '… cut: the log of the run has the whole.';
    const detail = 'a reason '.repeat(400);
    const long = slackMessage({ ...notice, phases: [{ phase: 'gate', state: 'failed', detail }] });
    expect(JSON.stringify(long.blocks)).toContain(cut);
    expect(JSON.stringify(slackMessage(notice).blocks)).not.toContain(cut);
  });

  it('has a message that is too long for a header below it, whole', () => {
    const title = `Deployed. ${'All is well. '.repeat(20)}End.`;
    const { blocks } = slackMessage({ ...notice, title, phases: [] });
    expect(JSON.stringify(blocks[1])).toContain(title);
  });

  it('is this, as a whole', async () => {
    const phases: Notice['phases'] = [
      { phase: 'plan', state: 'done' },
      { phase: 'approve', state: 'done' },
      { phase: 'migrate', state: 'failed', detail: 'relation "a|b" does not exist <!here> @team `x`' },
      { phase: 'verify', state: 'waiting' },
    ];
    const message = slackMessage({
      ...notice,
      title: 'Could not ship c0ffee1 to production',
      state: 'failed',
      phases,
    });
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(
      'golden/slack.golden.json',
    );
  });
});
