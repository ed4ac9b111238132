import { describe, expect, test } from 'vitest';
import { breachesOf, KEPT, LEFT_OUT, userFacing } from './check.ts';
import { literalsOf } from './literals.ts';
import { proseOf, scalarsOf } from './prose.ts';
import { RULES } from './rules.ts';
import { commentsOf } from './sql.ts';

describe('a rule of style', () => {
  test.each(RULES.map((rule) => [rule.bad, rule] as const))('finds “%s”', (bad, rule) => {
    expect(rule.pattern.exec(bad)).not.toBeNull();
    expect(breachesOf({ file: 'a.ts', line: 3, text: bad }).join('\n')).toContain(`→ ${rule.write}`);
  });

  test.each(RULES.map((rule) => [rule.good, rule] as const))('leaves “%s” alone', (good, rule) => {
    expect(rule.pattern.exec(good)?.[0]).toBeUndefined();
  });
});

describe('texts that people read', () => {
  const texts = (source: string) => literalsOf('a.ts', source).map(({ text }) => text);

  test('are the literals and templates of TypeScript, a sum as one text', () => {
    expect(texts("const a = 'one ' + `two ${b} ` + 'three';")).toEqual(['one two {} three']);
    expect(texts("say(x ? 'yes' : `no, ${why('because')}`)")).toEqual(['yes', 'no, {}', 'because']);
    expect(texts('const a = `${rows.length} rows, ${name}`')).toEqual(['{n} rows, {}']);
    expect(texts("f(total + 1); f('a' + g('b c'));")).toEqual(['a{}', 'b c']);
  });

  test('are the words between the tags of JSX', () => {
    const page = "const a = <p title='one two'>\n  three\n  four {five} <b>six</b>\n</p>;";
    expect(literalsOf('a.tsx', page).map(({ text }) => text.trim())).toEqual(
      expect.arrayContaining(['one two', 'three four', 'six']),
    );
  });

  test('are the comments of SQL, those that follow one another as one, without directives', () => {
    const sql = '-- One,\n-- two.\nselect 1; -- three\n-- shiplock: allow=x\n\n  -- four\n';
    expect(commentsOf('a.sql', sql)).toEqual([
      { file: 'a.sql', line: 1, text: 'One, two.' },
      { file: 'a.sql', line: 3, text: 'three' },
      { file: 'a.sql', line: 6, text: 'four' },
    ]);
  });

  test('are judged however they are written, at the beginning of a sentence too', () => {
    for (const text of ['ANY MORE of it', 'We add it', 'Recognise it', 'Who may ask'])
      expect(breachesOf({ file: 'a.ts', line: 1, text }), text).not.toEqual([]);
    expect(breachesOf({ file: 'a.ts', line: 1, text: 'at HH:MI:SS.US there' })).toEqual([]);
  });

  test('are those of src, the app, its database, benchmarks and scripts', async () => {
    const read = new Set((await userFacing()).map(({ file }) => file.split('/').slice(0, 2).join('/')));
    for (const folder of ['app/src', 'supabase/migrations', 'scripts/new', 'bench/start.ts', 'src/cli'])
      expect(read).toContain(folder);
  });

  test('are not comments, imports and types', () => {
    expect(texts("import a from 'b';\n// 'c'\ntype D = 'd' | 'e';\nconst f: 'g' = 'h';")).toEqual(['h']);
  });

  test('say on which line they are', () => {
    expect(literalsOf('a.ts', "\n\nsay('here');")).toEqual([{ file: 'a.ts', line: 3, text: 'here' }]);
  });

  test('are the words of markdown, without code and front matter, and what programs print', () => {
    const page = [
      '---',
      'codes: [A]',
      '---',
      '# A *title*',
      '',
      'One line,',
      'and `code`, and [a link](https://mend.example).',
      '',
      '```sh',
      'mend it',
      '```',
      '',
      '```',
      'printed',
      '```',
      '',
      '| a | b |',
      '| --- | --- |',
      '| c | `d` |',
    ].join('\n');
    expect(proseOf('a.md', page).map(({ line, text }) => `${line}: ${text}`)).toEqual([
      '4: A title',
      '6: One line, and {code}, and a link.',
      '14: printed',
      '17: a',
      '17: b',
      '19: c',
      '19: {code}',
    ]);
  });

  test('are the values of YAML, not its keys', () => {
    expect(scalarsOf('a.yml', 'name: "Say it"\ninputs:\n  a: { description: what it is }\n')).toEqual([
      { file: 'a.yml', line: 1, text: 'Say it' },
      { file: 'a.yml', line: 3, text: 'what it is' },
    ]);
  });
});

// Some seconds; on a busy machine parsing everything can take longer than other unit tests.
test('every text that people read is in the style of docs/style.md', { timeout: 120_000 }, async () => {
  const all = await userFacing();
  expect(all.length, 'texts that were read').toBeGreaterThan(5_000);
  expect(all.flatMap(breachesOf)).toEqual([]);
});

test('each wording that stays is still there, with its reason', async () => {
  const all = await userFacing();
  for (const { path, wording, why } of KEPT) {
    expect(
      all.some(({ file, text }) => file === path && text.includes(wording)),
      path,
    ).toBe(true);
    expect(why, path).not.toBe('');
  }
});

test('each file that is left out is there, with its reason', async () => {
  const { tracked } = await import('../files.ts');
  const names = await tracked();
  for (const { path, why } of LEFT_OUT) {
    expect(
      names.some((name) => name.startsWith(path)),
      path,
    ).toBe(true);
    expect(why, path).not.toBe('');
  }
});
