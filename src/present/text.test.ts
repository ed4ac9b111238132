import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logJson, logLine, logText, outputText } from './log.ts';
import { code, line, link, text } from './slack.ts';
import { cut, oneLine, visible } from './text.ts';

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '👨‍👩‍👧',
        '🇩🇪',
        'e\u0301',
        '\ud83d',
        '\ude00',
        '::',
        '##[',
        '\n',
        '\r',
        '\u2028',
        '\u0085',
        '\u001b[2J',
        ' ',
        'x',
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);
const graphemes = (words: string) =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(words)].map(({ segment }) => segment);

test('attack 19: a cut text is well-formed, keeps its limit, and ends between two graphemes', () => {
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 70 }), (words, limit) => {
      const short = cut(words, limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short.isWellFormed()).toBe(true);
      const whole = words.toWellFormed();
      const kept = graphemes(whole.length <= limit ? short : short.slice(0, -1));
      expect(graphemes(whole).slice(0, kept.length)).toEqual(kept);
      if (whole.length <= limit) expect(short).toBe(whole);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['an emoji of several parts', `${'a'.repeat(8)}👨‍👩‍👧`, 12, `${'a'.repeat(8)}…`],
  ['a flag', 'aa🇩🇪', 5, 'aa…'],
  ['an accent', 'aae\u0301e', 4, 'aa…'],
  ['a lone surrogate', 'a\ud83d', 9, 'a\ufffd'],
  ['nothing that fits', '👨‍👩‍👧👨‍👩‍👧', 3, '…'],
])('attack 19: %s is not torn', (_, words, limit, short) => {
  expect(cut(words, limit)).toBe(short);
});

test('attack 19: a letter with a thousand accents is cut all the same', () => {
  expect(cut(`a${'\u0301'.repeat(1_000)}`, 100).length).toBe(100);
});

test('attack 15: no line of a log is a workflow command or moves the cursor', () => {
  fc.assert(
    fc.property(any, (words) => {
      for (const said of [logLine(words), ...logText(words).split('\n')]) {
        expect(said.trimStart()).not.toMatch(/^::/);
        expect(said).not.toContain('##[');
        expect(said).not.toMatch(/(?!\t)[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(said).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }
      expect(logLine(words)).not.toContain('\n');
    }),
    { numRuns: 2000 },
  );
});

test('attack 15: JSON keeps its meaning, and no log acts on it', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), any, (json, words) => {
      const value = JSON.stringify([JSON.parse(json), words, '##[error]']);
      expect(JSON.parse(logJson(value))).toEqual(JSON.parse(value));
      expect(outputText(value)).not.toMatch(/##\[|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
  expect(outputText('a\n::error::b')).toBe('a ::error::b');
  expect(outputText('{not json\n::x::')).toBe('{not json ::x::');
});

test('attack 18a: Slack takes nothing for a mention, a link or the end of code', () => {
  fc.assert(
    fc.property(any, (words) => {
      const hostile = `<!channel> <@U1> <https://evil.test|x> & \` ${words}`;
      expect(text(hostile)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(code(hostile).slice(1, -1)).not.toContain('`');
      expect(line(hostile, 30).length).toBeLessThanOrEqual(30);
      expect(line(hostile, 30)).not.toMatch(/&(?!amp;|lt;|gt;)/);
      const made = link(hostile, `https://ok.test/${words}`);
      if (made) expect(made).toMatch(/^<https:\/\/ok\.test\/[^<>|]*\|[^<>|]*>$/s);
    }),
  );
  expect(link('x', 'javascript:alert(1)')).toBeUndefined();
});

test('what nobody sees is shown, and what is seen stays', () => {
  expect(visible('a\u202eb\u200bc\u0000\ud800')).toBe('a\\u{202e}b\\u{200b}c\\u{0}\\u{d800}');
  expect(visible('❤️ 👩🏽‍🚀 naïve 日本')).toBe('❤️ 👩🏽‍🚀 naïve 日本');
  expect(oneLine(' a\r\n\tb\u2028c ')).toBe('a b c');
});
