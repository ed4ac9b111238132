import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { checkUsage } from './check.ts';
import { loadUsage, parseUsage } from './load.ts';

const FILE = 'supabase/usage.json';
const usage = (uses: object) => parseUsage(JSON.stringify({ version: 1, uses }), FILE);

const column = (name: string, more: object = {}): SnapshotObject => ({
  kind: 'column',
  properties: {
    relation: 'public.t',
    name,
    type: 'text',
    notNull: false,
    default: null,
    identity: null,
    generated: null,
    ...more,
  },
});
const grant = (type: string, object: string, privilege: string): SnapshotObject => ({
  kind: 'grant',
  properties: { type, object, role: 'authenticated', privilege, grantable: false },
});
const live: SchemaSnapshot = {
  format: 1,
  schemas: ['public'],
  unreadable: [],
  objects: {
    'relation public.t': { kind: 'relation', properties: { type: 'table' } },
    'column public.t.id': column('id', { notNull: true, identity: 'always' }),
    'column public.t.name': column('name', { notNull: true }),
    'column public.t.note': column('note'),
    'column public.t.loud': column('loud', { generated: 'stored upper(name)' }),
    'grant public.t authenticated SELECT': grant('relation', 'public.t', 'SELECT'),
    'column-grant public.t.name authenticated INSERT': {
      kind: 'column-grant',
      properties: {
        relation: 'public.t',
        column: 'name',
        role: 'authenticated',
        privilege: 'INSERT',
        grantable: false,
      },
    },
    'function public.f(text, integer)': { kind: 'function', properties: { name: 'public.f' } },
    'grant function public.f(text, integer) authenticated EXECUTE': grant(
      'function',
      'public.f(text, integer)',
      'EXECUTE',
    ),
    'function public.hidden()': { kind: 'function', properties: { name: 'public.hidden' } },
  },
};
const check = async (uses: object) => checkUsage({ file: FILE, uses: await usage(uses) }, live);

describe('the usage file', () => {
  const functions = async (...written: string[]) => (await usage({ functions: written })).uses.functions;

  it('writes names as the catalog prints them', async () => {
    expect(await functions('public.f(text,int)', 'public.g( )', 'public.h(timestamptz, varchar[])')).toEqual([
      'public.f(text, integer)',
      'public.g()',
      'public.h(timestamp with time zone, character varying[])',
    ]);
    expect(await functions('public.f(app."My Type", INT)', 'public."f("(numeric(10,2))')).toEqual([
      'public.f(app."My Type", integer)',
      'public."f("(numeric)',
    ]);
    const relations = { 'Public."orders"': {}, 'public."My.table"': {} };
    expect(Object.keys((await usage({ relations })).uses.relations)).toEqual([
      'public.orders',
      'public."My.table"',
    ]);
  });

  it.each([
    ['{', /not JSON/],
    ['{"version":2,"uses":{}}', /version/],
    ['{"version":1,"uses":{"relations":{"t":{}}}}', /schema\.name/],
    ['{"version":1,"uses":{"relations":{"public.t":{"read":["id"]}}}}', /uses\.relations\.public\.t.*read/],
    ['{"version":1,"uses":{"functions":["public.f"]}}', /schema\.name\(types\)/],
    ['{"version":1,"uses":{"functions":["f(text)"]}}', /schema\.name\(types\)/],
    ['{"version":1,"uses":{"relations":{"public.t, public.u":{}}}}', /schema\.name/],
  ])('%s is refused by name', async (source, message) => {
    await expect(parseUsage(source, FILE)).rejects.toThrow(message);
    await expect(parseUsage(source, FILE)).rejects.toThrow(/SHIPLOCK_SCHEMA_CONTRACT/);
  });

  describe('by its old name', () => {
    const OLD = 'supabase/contract.json';
    const folderWith = async (...files: string[]) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'usage-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      await mkdir(path.join(folder, 'supabase'));
      for (const file of files) await writeFile(path.join(folder, file), '{"version":1,"uses":{}}');
      return folder;
    };

    it('is read, with a notice that the check repeats', async () => {
      const found = await loadUsage(await folderWith(OLD), FILE);
      expect(found).toMatchObject({
        file: OLD,
        uses: { version: 1 },
        notice: expect.stringContaining('git mv'),
      });
      expect(checkUsage(found, live).detail).toContain('git mv supabase/contract.json supabase/usage.json');
    });

    it('is not looked for where the settings name a file', async () => {
      const found = await loadUsage(await folderWith(OLD), 'db/usage.json');
      expect(found).toEqual({ file: 'db/usage.json', uses: undefined });
    });

    it('beside the new one is refused, with what to remove', async () => {
      await expect(loadUsage(await folderWith(OLD, FILE), FILE)).rejects.toMatchObject({
        code: 'SHIPLOCK_SCHEMA_CONTRACT',
        problem: { next: expect.stringContaining('git rm supabase/contract.json') },
      });
    });

    it('is not missed where there is the new one alone', async () => {
      const found = await loadUsage(await folderWith(FILE), FILE);
      expect(found).toEqual({ file: FILE, uses: { version: 1, uses: { relations: {}, functions: [] } } });
    });
  });
});

describe('the usage check', () => {
  it('passes when everything declared is there and may be used', async () => {
    const report = await check({
      relations: { 'public.t': { select: ['id', 'name'], insert: ['name'] } },
      functions: ['public.f(text,int)'],
    });
    expect(report).toMatchObject({ outcome: 'pass', findings: [] });
  });

  it.each([
    [{ relations: { 'public.gone': { select: ['id'] } } }, 'relation public.gone', /does not exist/],
    [
      { relations: { 'public.t': { select: ['gone'] } } },
      'column public.t.gone',
      /\(select\).*does not exist/,
    ],
    [
      { relations: { 'public.t': { update: ['note'] } } },
      'column public.t.note',
      /no role other than the owner can update/,
    ],
    [
      { relations: { 'public.t': { update: ['loud'] } } },
      'column public.t.loud',
      /\(update\), but the database computes it/,
    ],
    [{ relations: { 'public.t': { delete: true } } }, 'relation public.t', /delete/],
    [{ relations: { 'public.t': { insert: [] } } }, 'column public.t.name', /required/],
    [
      { relations: { 'public.t': { insert: ['*'] } } },
      'column public.t.*',
      /no role other than the owner can insert/,
    ],
    [{ functions: ['public.f(text)'] }, 'function public.f(text)', /does not exist/],
    [{ functions: ['public.hidden()'] }, 'function public.hidden()', /can call it/],
  ])('%o fails, naming %s', async (uses, object, message) => {
    const report = await check(uses);
    expect(report.outcome).toBe('fail');
    expect(report.findings).toContainEqual(
      expect.objectContaining({ object, message: expect.stringMatching(message) }),
    );
  });

  it('takes * for all columns, the required ones too', async () => {
    const open = {
      ...live.objects,
      'grant public.t authenticated INSERT': grant('relation', 'public.t', 'INSERT'),
    };
    const all = await usage({ relations: { 'public.t': { insert: ['*'] } } });
    expect(checkUsage({ file: FILE, uses: all }, { ...live, objects: open }).findings).toEqual([]);
  });

  it('is unknown when the catalog could not be read, skipped without a file', async () => {
    const closed = { ...live, unreadable: [{ what: 'grants', why: 'missing grant' }] };
    expect(checkUsage({ file: FILE, uses: await usage({}) }, closed).outcome).toBe('unknown');
    expect(checkUsage({ file: FILE, uses: undefined }, live).outcome).toBe('skipped');
  });
});
