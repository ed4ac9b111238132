import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { expect, test } from 'vitest';
import { code, fenced, link, prose, text } from './markdown.ts';

/** Pieces that markup is made of; a text is any row of them. */
const PIECES = [
  ...'\\`*_{}[]()<>|&~$#@!+-=.:;"\'/^ \n\t',
  '\r',
  '@team',
  '@org/team',
  '#123',
  'GH-7',
  'o/r#5',
  'https://evil.test/a?b=c&d',
  'www.evil.test',
  'me@evil.test',
  'mailto:me@evil.test',
  '<img src=x onerror=1>',
  '<!-- ',
  '-->',
  '</details>',
  '](https://evil.test)',
  '![x](https://evil.test)',
  '[!NOTE]',
  '| --- |',
  '&copy;',
  '&#64;team',
  '~~~',
  '```',
  '1. ',
  '# ',
  '    ',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud800',
  '😀',
  'word',
  'é',
];
const words = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''));
const written = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 40 }));

function* tokens(of: readonly Token[]): Generator<Token> {
  for (const token of of) {
    yield token;
    if (token.type === 'table') {
      for (const cell of [token['header'], ...token['rows']].flat()) yield* tokens(cell.tokens);
    } else if (token.type === 'list') {
      for (const item of token['items']) yield* tokens(item.tokens);
    } else if ('tokens' in token && token.tokens) yield* tokens(token.tokens);
  }
}

/** What GitHub's filters look at: the words of the page, outside of code and links, with entities read. */
function wordsOf(page: string): string {
  const html = marked.parse(page, { gfm: true, async: false });
  return html
    .replace(/<(code|a|pre)\b[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

const MENTION = /(?:^|[^\w/])@[a-z\d]/i;
const ISSUE = /(?:^|\W|[\w-]\/[\w-]+)#\d|\bGH-\d/i;
const PLACES = [
  (inside: string) => inside,
  (inside: string) => `- ${inside}`,
  (inside: string) => `### ${inside}`,
  (inside: string) => `before ${inside} after`,
  (inside: string) => `> ${inside}`,
  (inside: string) => `| a | b |\n| --- | --- |\n| ${inside} | end |`,
  (inside: string) => `<details><summary>${inside}</summary>\n\nx\n\n</details>`,
];
const OURS = new Set(['<details>', '<summary>', '</summary>', '</details>', '<code>', '</code>']);

/** The markup of a page, without the words in it. */
function shape(page: string): string[] {
  return [...tokens(marked.lexer(page, { gfm: true }))]
    .filter(({ type }) => type !== 'text' && type !== 'escape')
    .map(({ type, raw }) =>
      type === 'html' ? `html ${(raw.match(/<\/?\w+>|<[^>]*>?/g) ?? []).join('')}` : type,
    );
}

test.each([
  ['text', text, PLACES],
  // Between HTML tags Markdown is not read: code has no place there.
  ['code', code, PLACES.slice(0, -1)],
])(
  'attack 18a: %s of others is no markup, mention, issue or link, wherever it stands',
  (_, shown, places) => {
    fc.assert(
      fc.property(written, fc.constantFrom(...places), (said, place) => {
        const page = place(shown(said));
        // The same page with a harmless word has the same markup.
        const plain = place(shown === code ? (/<code>/.test(page) ? '<code>x</code>' : '`x`') : 'x');
        if (text(said) !== '') expect(shape(page)).toEqual(shape(plain));
        const seen = wordsOf(page);
        expect(seen).not.toMatch(MENTION);
        expect(seen).not.toMatch(ISSUE);
        for (const token of tokens(marked.lexer(page, { gfm: true }))) {
          expect(['link', 'image']).not.toContain(token.type);
          if (token.type === 'html')
            for (const tag of token.raw.match(/<[^>]*>?/g) ?? []) expect(OURS).toContain(tag);
        }
      }),
      { numRuns: 1000 },
    );
  },
);

test('attack 18a: sentences keep their code, and nothing else of their markup', () => {
  expect(prose('Run `shiplock status` | @team')).toBe('Run `shiplock status` &#124; @&#8203;team');
  fc.assert(
    fc.property(written, fc.constantFrom(...PLACES.slice(0, -1)), (said, place) => {
      const page = place(`x${prose(said)}`);
      expect(wordsOf(page)).not.toMatch(MENTION);
      for (const token of tokens(marked.lexer(page, { gfm: true }))) {
        expect(['link', 'image', 'strong', 'em', 'del', 'br']).not.toContain(token.type);
        if (token.type === 'html')
          for (const tag of token.raw.match(/<[^>]*>?/g) ?? []) expect(OURS).toContain(tag);
      }
    }),
    { numRuns: 500 },
  );
});

test('attack 18a: what people read is what was said', () => {
  expect(wordsOf(text('public.t_1 "a|b" <b> & co, p95 > 3 s'))).toContain(
    'public.t_1 "a|b" <b> & co, p95 > 3 s',
  );
  expect(text('supabase/migrations/2026_a.sql')).toBe('supabase/migrations/2026_a.sql');
  expect(code('public.orders')).toBe('`public.orders`');
  expect(text('a\u202eb')).toBe('a&#92;u&#123;202e&#125;b');
  expect(text('👩‍🚀 ship')).toBe('👩‍🚀 ship');
});

test('attack 18a: a link leads where we say, and nowhere else', () => {
  fc.assert(
    fc.property(written, written, (label, tail) => {
      const page = `| ${link(label, `https://ok.test/${tail}`)} | end |`;
      const table = marked.lexer(`| a | b |\n| --- | --- |\n${page}`, { gfm: true });
      const links = [...tokens(table)].filter(({ type }) => type === 'link');
      expect(links.length).toBe(1);
      expect(new URL((links[0] as { href: string }).href).origin).toBe('https://ok.test');
      expect([...tokens(table)].some(({ type }) => type === 'html' || type === 'image')).toBe(false);
    }),
  );
  for (const address of ['javascript:alert(1)', 'data:text/html,x', 'nothing', '//x'])
    expect(link('run', address)).toBe('run');
});

test('attack 18a: a fence is not ended from inside', () => {
  fc.assert(
    fc.property(written, (source) => {
      const [only, ...rest] = marked
        .lexer(fenced(source, 'sql').join('\n'))
        .filter(({ type }) => type !== 'space');
      expect(rest).toEqual([]);
      expect(only?.type).toBe('code');
    }),
  );
});
