import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { fitComment, fitPage, fitSummary } from './fit.ts';
import { fenced, text } from './markdown.ts';
import { COMMENT, SUMMARY } from './surfaces.ts';

const NOTE = '\n\n… cut: see the log.';

/** Pages such as ours: paragraphs, lists, folds, code in fences. */
const block: fc.Arbitrary<string> = fc.oneof(
  fc.lorem({ maxCount: 8 }),
  fc.constant('- a\n- b ü 😀'),
  fc
    .array(fc.constantFrom('select 1;', '```', '</details>', '<details>', 'é'), { maxLength: 6 })
    .map((lines) => fenced(lines.join('\n'), 'sql').join('\n')),
  fc
    .array(fc.lorem({ maxCount: 4 }), { minLength: 1, maxLength: 5 })
    .map((lines) => `<details><summary>more</summary>\n\n${lines.join('\n\n')}\n\n</details>`),
);
const page = fc.array(block, { minLength: 1, maxLength: 12 }).map((blocks) => blocks.join('\n\n'));

/** Folds and code as GitHub renders them. */
function open(markdown: string): number {
  const html = marked.parse(markdown, { async: false }).replace(/<code[\s\S]*?<\/code>/g, '');
  return html.split('<details>').length - html.split('</details>').length;
}

describe('a page that does not fit', () => {
  test('is cut at a line, closes what it opened, and says where the whole is', () => {
    fc.assert(
      fc.property(page, fc.integer({ min: 40, max: 400 }), fc.constantFrom(0, 60), (whole, limit, end) => {
        const fitted = fitPage(whole, limit, NOTE, { end });
        expect(fitted.length).toBeLessThanOrEqual(Math.max(limit, NOTE.length));
        if (whole.length <= limit) {
          expect(fitted).toBe(whole);
          return;
        }
        expect(fitted).toContain(NOTE.trim());
        expect(open(fitted)).toBe(0);
        // The note is words, and not part of code that was left open.
        const html = marked.parse(fitted, { async: false }).replace(/<code[\s\S]*?<\/code>/g, '');
        expect(html).toContain('… cut: see the log.');
      }),
      { numRuns: 500 },
    );
  });

  test('keeps its end, where the next step stands', () => {
    const whole = `${'a line of the plan\n'.repeat(200)}\nApprove with it.\n`;
    expect(fitPage(whole, 500, NOTE, { end: 100 })).toMatch(/… cut: see the log\.\n\nApprove with it\.\n$/);
  });

  test('is cut by bytes where the surface counts bytes', () => {
    const size = (words: string) => Buffer.byteLength(words);
    const fitted = fitPage('ü😀\n'.repeat(1_000), 500, NOTE, { size });
    expect(size(fitted)).toBeLessThanOrEqual(500);
    expect(size(fitted)).toBeGreaterThan(450);
  });
});

test('a comment links to the run whose summary has the whole', () => {
  const long = `${text('x'.repeat(90))}\n`.repeat(1_000);
  const fitted = fitComment(long, 'https://github.test/run/1');
  expect(fitted.length).toBeLessThanOrEqual(COMMENT);
  expect(fitted).toContain(
    '… cut: a comment holds 65,536 characters. The [job summary of the run](<https://github.test/run/1>) has the whole.',
  );
});

describe('a job summary', () => {
  test('of parts that fit is whole', () => {
    expect(fitSummary(['a', 'b'])).toEqual({ page: 'a\nb', isCut: false });
  });

  test('that is too long keeps its short parts whole and cuts the longest', () => {
    const long = 'a row of the table ü\n'.repeat(70_000);
    const { page: fitted, isCut } = fitSummary(['### deploy\n', `### plan\n\n${long}`, '### Failed: X\n']);
    expect(isCut).toBe(true);
    expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(SUMMARY);
    expect(Buffer.byteLength(fitted)).toBeGreaterThan(SUMMARY - 100);
    expect(fitted).toMatch(/^### deploy\n/);
    expect(fitted).toContain('### Failed: X');
    expect(fitted).toContain('The log of this step has the whole, in the group “The whole job summary”.');
  });

  test('never has more bytes than fit, however many parts it has', () => {
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 900, max: 1_500 }),
        (parts, limit) => {
          expect(Buffer.byteLength(fitSummary(parts, limit).page)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
