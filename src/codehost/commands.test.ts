import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommands } from './commands.ts';

const HASH = 'ab12cd34ef56';
const yes = { state: 'approved', planHash: HASH };

/** State, digits and whether it can count, of each command. */
async function short(body: string) {
  return (await readCommands(body)).map(({ state, planHash, problem }) => ({
    state,
    ...(planHash ? { planHash } : {}),
    ...(problem ? { problem: true } : {}),
  }));
}

describe('a yes is the first words of a paragraph of its own', () => {
  it.each([
    [`/approve ${HASH}`],
    [`/approve \`${HASH}\``],
    [`/approve ${HASH}.`],
    [`/approve ${HASH}, thanks`],
    [`/APPROVE ${HASH.toUpperCase()}`],
    [`/Approve ${HASH}`],
    [`  /approve   ${HASH}`],
    [`/approve\t${HASH}`],
    [`Looks good.\r\n\r\n/approve \`${HASH}\`\r\nthanks`],
    [`<!-- template -->\n\n/approve ${HASH}`],
    [`---\ntitle: x\n---\n\n/approve ${HASH}`],
    [`> a quote\n\n/approve ${HASH}`],
    [`/approve ${HASH}\n\n<details>\n\nwhat I checked\n\n</details>`],
    [`/approve ${HASH}\n\n--\nAda\nada@example.com`],
    [`> ada@example.com wrote\n\n/approve ${HASH}`],
  ])('%j', async (body) => {
    expect(await short(body)).toEqual([yes]);
  });
});

describe('attack 7a: what only contains a yes is not one', () => {
  it.each([
    ['in <pre>', `<pre>\n/approve ${HASH}\n</pre>`],
    ['in <pre> with empty lines', `<pre>\n\n/approve ${HASH}\n\n</pre>`],
    ['in an HTML comment', `<!-- hidden\n\n/approve ${HASH}\n\n-->`],
    ['in an HTML comment that never ends', `<!--\n\n/approve ${HASH}`],
    ['after an HTML comment on its line', `<!-- x --> /approve ${HASH}`],
    ['after a comment that opens an element', `<!-- x --><details>\n\n/approve ${HASH}`],
    ['in a quote', `> /approve ${HASH}`],
    ['in a lazily continued quote', `> somebody wrote\n/approve ${HASH}`],
    ['in a lazily continued list in a quote', `> - one\n/approve ${HASH}`],
    ['in a list', `- /approve ${HASH}`],
    ['in a nested list', `- a\n  1. b\n\n     /approve ${HASH}`],
    ['in a task list', `- [x] /approve ${HASH}`],
    ['in <details>', `<details>\n\n/approve ${HASH}\n\n</details>`],
    ['in <details> behind a summary', `<details><summary>s</summary>\n\n/approve ${HASH}\n\n</details>`],
    ['in a <div hidden>', `<div hidden>\n\n/approve ${HASH}\n\n</div>`],
    ['in <p>', `<p>/approve ${HASH}</p>`],
    ['after inline HTML in an earlier paragraph', `text <span hidden>\n\n/approve ${HASH}`],
    ['in a fence', `\`\`\`\n/approve ${HASH}\n\`\`\``],
    ['in a fence that never ends', `\`\`\`\n/approve ${HASH}`],
    ['in tildes', `~~~text\n/approve ${HASH}\n~~~`],
    ['indented by four', `    /approve ${HASH}`],
    ['indented by a tab', `\t/approve ${HASH}`],
    ['in code marks', `\`/approve ${HASH}\``],
    ['in bold', `**/approve ${HASH}**`],
    ['in italics', `_/approve ${HASH}_`],
    ['struck out', `~~/approve ${HASH}~~`],
    ['in a link', `[/approve ${HASH}](https://example.com)`],
    ['in a heading', `# /approve ${HASH}`],
    ['in a heading by underline', `/approve ${HASH}\n===`],
    ['in a table', `| a |\n| --- |\n| /approve ${HASH} |`],
    ['in a footnote', `text[^1]\n\n[^1]: /approve ${HASH}`],
    ['in front matter', `---\n/approve ${HASH}\n---`],
    ['on a later line of a paragraph', `Looks good.\n/approve ${HASH}`],
    ['after a hard break', `Looks good.  \n/approve ${HASH}`],
    ['in a sentence', `please /approve ${HASH}`],
    ['by an entity', `&#47;approve ${HASH}`],
    ['by an escape', `\\/approve ${HASH}`],
    ['with an entity in its digits', `/approve &#97;b12cd34ef56`],
    ['with an entity at the end of its digits', `/approve ${HASH}&#48;`],
    ['behind a zero-width space', `\u200b/approve ${HASH}`],
    ['with a zero-width space inside', `/app\u200brove ${HASH}`],
    ['with a zero-width space in its digits', `/approve ab12\u200bcd34ef56`],
    ['with a full-width slash', `\uff0fapprove ${HASH}`],
    ['behind a byte order mark and a word', `\ufeffx /approve ${HASH}`],
    ['misspelt', `/approved ${HASH}`],
    ['with more behind the word', `/approve-later ${HASH}`],
    ['of digits that go on', `/approve ${HASH}xyz`],
    ['of other words', `/approve please`],
    ['without digits', '/approve'],
    ['on the next line', `/approve\n${HASH}`],
    ['with a sign over its last digit', `/approve ${HASH}\u20e0`],
    ['in an alert', `> [!NOTE]\n> /approve ${HASH}`],
    ['in what Outlook quotes', `Not yet.\n\nFrom: A <notifications@github.com>\nTo: B\n\n/approve ${HASH}`],
    ['in what a mail quotes', `No.\n\nAm 1.2. schrieb a@b.example:\n\n/approve ${HASH}`],
    [
      'before the end of a quoted notification',
      `Not yet.\n\n/approve ${HASH}\n\nMessage ID: <acme/shop/pull/1/c123@github.com>`,
    ],
  ])('%s', async (_, body) => {
    const said = await readCommands(body);
    expect(said.filter((each) => each.problem === undefined && each.planHash !== undefined)).toEqual([]);
  });

  it('says why, so that the person can say it again', async () => {
    expect((await readCommands(`> /approve ${HASH}`))[0]?.problem).toContain('quote');
    expect((await readCommands(`\`\`\`\n/approve ${HASH}\n\`\`\``))[0]?.problem).toContain('code');
    expect((await readCommands(`<!-- /approve ${HASH} -->`))[0]?.problem).toContain('HTML');
    expect((await readCommands(`- /approve ${HASH}`))[0]?.problem).toContain('separate paragraph');
    expect((await readCommands(`a@b.example:\n\n/approve ${HASH}`))[0]?.problem).toContain('mail');
    expect((await readCommands(`/aprove ${HASH}`))[0]?.problem).toContain('did you mean /approve');
    expect(await readCommands('I approve of this, see docs/approve.md')).toEqual([]);
  });

  it('for any text before it that opens HTML', async () => {
    const tag = fc.constantFrom('details', 'div', 'pre', 'blockquote', 'span hidden', 'template', 'x-y');
    const prefix = fc.constantFrom('', 'text ', '- ', '\n', '<!-- c -->\n');
    await fc.assert(
      fc.asyncProperty(prefix, tag, fc.constantFrom('\n\n', '\n\n\n'), async (before, name, gap) => {
        const said = await readCommands(`${before}<${name}>${gap}/approve ${HASH}`);
        expect(said.filter((each) => each.state === 'approved' && !each.problem)).toEqual([]);
      }),
    );
  });
});

describe('attack 7: what looks like a no is one', () => {
  it.each([
    ['/reject', undefined],
    ['/reject bad migration', 'bad migration'],
    ['/reject a table is locked', 'a table is locked'],
    ['/reject deadbeef', 'deadbeef'],
    ['/reject: no', 'no'],
    ['/reject!', undefined],
    ['/reject - see below', 'see below'],
    ['/reject\u00a0because', 'because'],
    ['/Reject', undefined],
    ['/REJECT it', 'it'],
    [`/reject ${HASH} locks orders`, `${HASH} locks orders`],
    [`/reject \`${HASH}\``, HASH],
    ['/reject 20260102000000', '20260102000000'],
    ['/reject\nthe index is missing', 'the index is missing'],
    ['Hello.\n/reject it locks', 'it locks'],
    ['I looked at it. /reject', undefined],
    ['Sorry, /reject this for now', 'this for now'],
    ['\u200b/reject', undefined],
    ['/re\u200bject no', 'no'],
    ['\uff0freject', undefined],
    ['&#47;reject', undefined],
    ['\\/reject', undefined],
    ['**/reject**', undefined],
    ['# /reject', undefined],
    ['- /reject', undefined],
    ['- [ ] a\n  - /reject nested', 'nested'],
    ['| a |\n| --- |\n| /reject |', undefined],
    ['<details>\n\n/reject x\n\n</details>', 'x'],
    ['<b>/reject</b>', undefined],
    ['<p>/reject it</p>', 'it'],
    ['[/reject](https://example.com)', undefined],
    ['x[^1]\n\n[^1]: /reject', undefined],
    ['~~/reject~~', undefined],
    ['`/reject it`', 'it'],
    ['    /reject', undefined],
    ['/rejected', undefined],
    ['/rejct', undefined],
    ['/reject-see below', 'see below'],
    ['> quoted\n\n/reject', undefined],
    ['> [!CAUTION]\n> /reject it locks', 'it locks'],
    ['<p>&#47;reject it</p>', 'it'],
    ['<p>/re&#106;ect it</p>', 'it'],
    ['/re<b>ject</b> it', 'it'],
    ['<div>It locks.</div>/reject', undefined],
    ['/rejcet it', 'it'],
    ['/erject', undefined],
    ['/rejcted', undefined],
    ['//reject', undefined],
    ['/  reject', undefined],
    ['\\reject it', 'it'],
    ['It locks./reject', undefined],
    ['Hm…/reject', undefined],
    ['It locks 👎/reject', undefined],
    ['テーブルがロックします。/reject', undefined],
    ['不行/reject', undefined],
    ['/r\u0435j\u0435ct it', 'it'],
    ['/rej\u2800ect', undefined],
    ['/disapprove it', 'it'],
    ['/veto', undefined],
  ])('%j', async (body, reason) => {
    const said = (await readCommands(body)).filter((each) => each.state === 'rejected');
    expect(said).toHaveLength(1);
    expect(said[0]?.problem).toBeUndefined();
    expect(said[0]?.reason).toBe(reason);
  });

  it('for anything behind the word, and beside any yes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), async (rest) => {
        const said = await readCommands(`/approve ${HASH}\n\n/reject ${rest.replaceAll(/[\r\n]/g, ' ')}`);
        expect(said.some((each) => each.state === 'rejected' && !each.problem)).toBe(true);
      }),
    );
  });

  it.each([
    ['a quote', '> /reject bad migration\n\nFixed now.'],
    ['code in a sentence', 'write `/reject` to stop it'],
    ['a fence beside words', 'Docs:\n\n```\n/reject <hash>\n```'],
    ['an HTML comment', '<!-- /reject -->\n\nHello'],
    ['an HTML quote', '<blockquote>/reject</blockquote>\nFixed.'],
    ['a path', 'see https://example.com/reject and docs/reject.md'],
    ['a route', 'POST /api/reject/1 and /rejections/2'],
    ['another word', '/project board, /inject it, I reject that'],
    ['a link target', '[how](/reject)'],
    ['a path that begins with dots', 'see ../reject and ./reject'],
    ['a host', '//reject.example.com/x'],
    ['a longer word', '/denylist is new'],
  ])('but not in %s', async (_, body) => {
    expect((await readCommands(body)).filter((each) => each.state === 'rejected')).toEqual([]);
  });

  it('keeps the digits that may name a plan', async () => {
    expect(await readCommands(`/reject ${HASH}`)).toEqual([
      { state: 'rejected', planHash: HASH, reason: HASH },
    ]);
    expect((await readCommands('/reject deadbeef'))[0]?.planHash).toBeUndefined();
  });
});

it('reads any text without failing, and in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (body) => {
      expect(Array.isArray(await readCommands(body))).toBe(true);
    }),
  );
  expect((await short(`/reject\n\n/approve ${HASH}`)).map((each) => each.state)).toEqual([
    'rejected',
    'approved',
  ]);
});
