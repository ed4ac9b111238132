import type { VerdictAnswer } from '../../../src/release/snapshot.ts';

/** A change, and what stood there before it besides BEFORE. */
export interface Pair {
  readonly rule: string;
  readonly before: string;
  readonly change: string;
  readonly answer: VerdictAnswer;
}

const of = (rule: string, pairs: readonly Omit<Pair, 'rule'>[]): Pair[] =>
  pairs.map((pair) => ({ rule, ...pair }));

export const PAIRS: readonly Pair[] = [
  ...of('a unique rule is the old one only if it allows the same rows', [
    {
      before: 'create unique index a on v.spare (note)',
      change: 'create unique index b on v.spare (note desc)',
      answer: 'safe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'create unique index b on v.spare (note) nulls not distinct',
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (id, note)',
      change: 'create unique index b on v.spare (note) include (id)',
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: `create unique index b on v.spare (note collate "C")`,
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'alter table v.spare add unique using index a',
      answer: 'safe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'alter table v.spare add unique using index a deferrable',
      answer: 'unsafe',
    },
    { before: '', change: 'alter table v.spare add unique (id, note)', answer: 'safe' },
    {
      before: 'create table v.bare (a int, b int); create unique index a on v.bare (a)',
      change: 'create unique index b on v.bare (b, a) nulls not distinct',
      answer: 'unsafe',
    },
    {
      before: 'create table v.bare (a int, b int); create unique index a on v.bare (a)',
      change: 'create unique index b on v.bare (b, a)',
      answer: 'safe',
    },
    {
      before: 'alter table v.spare add unique (note) deferrable',
      change: 'create unique index b on v.spare (note)',
      answer: 'unsafe',
    },
    {
      before:
        'create unique index a on v.spare (note); alter table v.spare add constraint b unique (note) deferrable',
      change: 'drop index v.a',
      answer: 'unsafe',
    },
  ]),
  ...of('a table that is published must say what identifies its rows', [
    {
      before: 'create table v.plain (a int)',
      change: 'alter publication people_changes add table v.plain',
      answer: 'unsafe',
    },
    {
      before: 'create table v.plain (a int)',
      change: 'create publication later for all tables; drop publication later',
      answer: 'safe',
    },
    {
      before: `create table v.plain (a int); alter publication people_changes set (publish = 'insert')`,
      change: 'alter publication people_changes add table v.plain',
      answer: 'safe',
    },
    {
      before: 'create table v.plain (a int); alter table v.plain replica identity full',
      change: 'alter publication people_changes add table v.plain',
      answer: 'safe',
    },
    { before: '', change: 'alter publication people_changes add table v.spare', answer: 'safe' },
    {
      before: 'create table v.plain (a int)',
      change: 'alter publication people_changes add tables in schema v',
      answer: 'unsafe',
    },
  ]),
  ...of('a domain carries the rules of the domains that it is made of', [
    {
      before: 'create domain v.sure as int not null',
      change: 'create domain v.surer as v.sure; alter table v.spare add column n v.surer',
      answer: 'unsafe',
    },
    {
      before: 'create domain v.sure as int not null default 1',
      change: 'create domain v.surer as v.sure; alter table v.spare add column n v.surer',
      answer: 'safe',
    },
  ]),
];
