import { expect, it } from 'vitest';
import { parseSql } from './parse.ts';
import { addsEnumValue, cannotRunInTransaction, setsLockTimeout, transactionControl } from './transaction.ts';

it.each([
  ['select 1', 'none'],
  ['savepoint a; rollback to a; release a', 'none'],
  ['begin; select 1; commit', 'wraps-whole-file'],
  ['start transaction; select 1; end', 'wraps-whole-file'],
  ['begin; select 1; commit; select 2', 'outside-statements'],
  ['set x.y = 1; begin; select 1; commit', 'outside-statements'],
  ['begin; select 1', 'unclosed'],
  ['select 1; commit', 'unopened'],
  ['begin; commit; begin; commit', 'multiple'],
  ['begin; commit; begin; select 1', 'multiple'],
  ['begin; commit and chain; select 1; commit', 'multiple'],
  ['begin; select 1; rollback', 'rolls-back'],
  ["begin; prepare transaction 'a'", 'rolls-back'],
  ['begin; commit; begin; commit; rollback; select 1; commit', 'rolls-back'],
])('reads the transaction of "%s" as %s', async (sql, kind) => {
  expect(transactionControl(await parseSql(sql, 'f.sql')).kind).toBe(kind);
});

it.each([
  ['create index concurrently a on b (c)', 'CREATE INDEX CONCURRENTLY'],
  ['drop index concurrently a', 'DROP INDEX CONCURRENTLY'],
  ['reindex (concurrently) table a', 'REINDEX CONCURRENTLY'],
  ['reindex schema a', 'REINDEX SCHEMA'],
  ['vacuum a', 'VACUUM'],
  ["alter system set work_mem = '1MB'", 'ALTER SYSTEM'],
  ['create database a', 'CREATE DATABASE'],
  ['alter table a detach partition b concurrently', 'DETACH PARTITION CONCURRENTLY'],
  ["create subscription s connection 'c' publication p", 'CREATE SUBSCRIPTION with a replication slot'],
  ['discard all', 'DISCARD ALL'],
  ['alter subscription s refresh publication', 'ALTER SUBSCRIPTION with a refresh'],
  ['alter subscription s set (failover = true)', 'ALTER SUBSCRIPTION SET (failover)'],
  ['alter subscription s set (two_phase = false)', 'ALTER SUBSCRIPTION SET (two_phase)'],
  ["alter subscription s set (slot_name = 'x')", undefined],
  ["create subscription s connection 'c' publication p with (connect = false)", undefined],
  ['alter table a detach partition b', undefined],
  ['analyze a', undefined],
  ['create index a on b (c)', undefined],
  ["alter type a add value 'b'", undefined],
])('knows whether "%s" can run in a transaction', async (sql, expected) => {
  const [statement] = await parseSql(sql, 'f.sql');
  expect(cannotRunInTransaction(statement!)).toBe(expected);
});

it.each([
  ['set lock_timeout = 0', { value: '0', local: false }],
  ["set local lock_timeout to '5s'", { value: '5s', local: true }],
  ["select pg_catalog.set_config('lock_timeout', '1s', false)", { value: '1s', local: false }],
  ['reset lock_timeout', { value: 'default', local: false }],
  ['reset all', { value: 'default', local: false }],
  ['set statement_timeout = 0', undefined],
])('sees what "%s" does to lock_timeout', async (sql, expected) => {
  const [statement] = await parseSql(sql, 'f.sql');
  expect(setsLockTimeout(statement!)).toEqual(expected);
});

it('tells new enum values from renamed ones', async () => {
  const statements = await parseSql(
    "alter type s.a add value 'b'; alter type a rename value 'b' to 'c'",
    'f.sql',
  );
  expect(statements.map(addsEnumValue)).toEqual([{ type: 's.a', value: 'b' }, undefined]);
});
