import { describe, expect, it } from 'vitest';
import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { checkContract, parseContract } from './usage.ts';

const FILE = 'supabase/contract.json';
const contract = (uses: object) => parseContract(JSON.stringify({ version: 1, uses }), FILE);

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
const check = (uses: object) => checkContract(contract(uses), live, FILE);

describe('the contract file', () => {
  it('writes functions as the catalog prints them', () => {
    expect(
      contract({ functions: ['public.f(text,int)', 'public.g( )', 'public.h(timestamptz, varchar[])'] }).uses
        .functions,
    ).toEqual([
      'public.f(text, integer)',
      'public.g()',
      'public.h(timestamp with time zone, character varying[])',
    ]);
    expect(contract({ functions: ['public.f(app."My Type", INT)'] }).uses.functions).toEqual([
      'public.f(app."My Type", integer)',
    ]);
  });

  it.each([
    ['{', /not JSON/],
    ['{"version":2,"uses":{}}', /version/],
    ['{"version":1,"uses":{"relations":{"t":{}}}}', /schema\.name/],
    ['{"version":1,"uses":{"relations":{"public.t":{"read":["id"]}}}}', /uses\.relations\.public\.t.*read/],
    ['{"version":1,"uses":{"functions":["public.f"]}}', /schema\.name\(types\)/],
  ])('%s is refused by name', (source, message) => {
    expect(() => parseContract(source, FILE)).toThrow(message);
    expect(() => parseContract(source, FILE)).toThrow(/SHIPLOCK_SCHEMA_CONTRACT/);
  });
});

describe('the contract check', () => {
  it('passes when everything declared is there and may be used', () => {
    const report = check({
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
  ])('%o fails, naming %s', (uses, object, message) => {
    const report = check(uses);
    expect(report.outcome).toBe('fail');
    expect(report.findings).toContainEqual(
      expect.objectContaining({ object, message: expect.stringMatching(message) }),
    );
  });

  it('takes * for all columns, the required ones too', () => {
    const open = {
      ...live.objects,
      'grant public.t authenticated INSERT': grant('relation', 'public.t', 'INSERT'),
    };
    const all = contract({ relations: { 'public.t': { insert: ['*'] } } });
    expect(checkContract(all, { ...live, objects: open }, FILE).findings).toEqual([]);
  });

  it('is unknown when the catalog could not be read, skipped without a file', () => {
    const closed = { ...live, unreadable: [{ what: 'grants', why: 'missing grant' }] };
    expect(checkContract(contract({}), closed, FILE).outcome).toBe('unknown');
    expect(checkContract(undefined, live, FILE).outcome).toBe('skipped');
  });
});
