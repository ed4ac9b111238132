import { describe, expect, it } from 'vitest';
import type { Notice } from '../release/ports.ts';
import { replyText, slackMessage } from './slack-notice.ts';

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
    expect(replyText('&'.repeat(9000)).length).toBeLessThanOrEqual(4000);
  });

  it('says that it was cut and where the whole is, and says nothing of the kind where nothing was', () => {
    const cut = '… cut: the log of the run has the whole.';
    const detail = 'a reason '.repeat(400);
    const long = slackMessage({ ...notice, phases: [{ phase: 'gate', state: 'failed', detail }] });
    expect(JSON.stringify(long.blocks)).toContain(cut);
    expect(JSON.stringify(slackMessage(notice).blocks)).not.toContain(cut);
    expect(replyText('x'.repeat(5_000)).endsWith(`\n_${cut}_`)).toBe(true);
    expect(replyText('a\nb')).toBe('a\nb');
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
