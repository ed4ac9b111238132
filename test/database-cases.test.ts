import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/project.ts';

/** A test by its title, or the row of a table of cases, as it is written in that file. */
type At = readonly [file: string, text: string];
const inFile =
  (file: string) =>
  (text: string): At => [file, text];

const phase = inFile('test/hazards/phase-cases.ts');
const project = inFile('test/hazards/project-cases.ts');
const refused = inFile('test/hazards/server-refuses.integration.test.ts');
const phases = inFile('test/hazards/phases.integration.test.ts');
const url = inFile('src/database/connection-string.test.ts');
const way = inFile('test/hazards/past-row-security/ways.ts');
const passing = inFile('test/schema/passing.integration.test.ts');
const recipe = inFile('test/hazards/recipes.integration.test.ts');
const rehearsed = inFile('src/database/rehearsal/rehearse.integration.test.ts');
const pooler = inFile('test/engine/pooler.integration.test.ts');
const elsewhere = inFile('test/engine/elsewhere.integration.test.ts');
const published = inFile('test/hazards/publications.integration.test.ts');
const version = inFile('test/hazards/version-cases.ts');
const right = inFile('test/hazards/rights-cases.ts');
const literal = inFile('test/engine/literals.integration.test.ts');
const order = inFile('test/engine/order.integration.test.ts');
const page = inFile('src/present/plan.test.ts');
const release = (name: string, text: string): At => [`test/release/${name}.test.ts`, text];
const contract = inFile('test/cli/contract.integration.test.ts');

/** What real projects' databases and migrations have, each kind with at least three neighbours. */
const CASES: Readonly<Record<string, readonly [At, At, At, At, ...At[]]>> = {
  'a contract file that a release shipped with': [
    release('phases', 'is passed by, and its soak time counts from the first release that served with it'),
    contract('while the files soak: each with the time at which it may go'),
    contract('shiplock status names the file that waits, until when, and the command'),
    release('phases', 'that soaks longer than another is applied by a later job of the same release'),
    release('phases', 'ahead of expand files is refused with every file and the whole table'),
  ],
  'a file that adds a column and constrains it': [
    phase("add constraint tickets_kind check (kind in ('plain', 'gift'))"),
    phase("add constraint due_later check (due > '2000-01-01'); end if; end $$"),
    phase('add constraint helper foreign key (helper_id) references accounts (id); exception'),
    phase('add constraint slug_once unique (slug)'),
    release('phases', 'a file that adds and takes away is refused, with the two files that it splits into'),
  ],
  'the details of a file that do not fit': [
    page('is whole where it was refused as well'),
    ['src/present/fit.test.ts', 'is cut at a line, closes what it opened, and says where the whole is'],
    ['src/present/fit.test.ts', 'that is too long keeps its short parts whole and cuts the longest'],
    ['src/present/fit.test.ts', 'never has more bytes than fit, however many parts it has'],
  ],
  'versions that several files have': [
    order('names every version that several files have'),
    order('tells everything that disagrees at once'),
    order('is refused unless somebody says why it may'),
    ['test/engine/engine.integration.test.ts', 'refuses duplicates, late files and recorded versions'],
  ],
  'an extension that is not installed': [
    phase('drop extension if exists postgres_fdw'),
    phase('drop extension if exists pg_net cascade'),
    phase("where extname = 'pg_net') then drop extension pg_net"),
    phase('drop extension if exists plpgsql, postgres_fdw'),
  ],
  'a history onto a database where nothing serves': [
    release('phases', 'a whole folder ships onto a database where nothing serves, in one go'),
    phases('no file is contract: %s'),
    phases('still refuses to lose rows, unless the database is fresh'),
    order('calls a database without history and objects fresh, and one with tables not'),
  ],
  'a function made again': [
    phase('drop function if exists owner_of(bigint); create function owner_of(ticket bigint)'),
    phase('create or replace function weigh(a int, b int default 1, c int default 2)'),
    phase('drop view open_tickets; create view open_tickets'),
    phase("'a trigger dropped and made again'"),
    phase("'a type dropped and made again'"),
  ],
  'a literal continued over a comment': [
    literal('a literal continued on the next line'),
    literal('nested'),
    literal('first on its own line'),
    literal('is applied as it stands'),
  ],
  'made in one file and dropped in another': [
    phase('drop policy if exists tmp on tickets; drop trigger if exists tmp on tickets'),
    phase("'alter table tickets drop constraint tmp'"),
    phase('drop schema inner_part cascade'),
    phase("'alter table tickets drop column more'"),
  ],
  'an owner that stays': [
    phases('an owner that stays'),
    phases('create table t (a int); alter table t owner to postgres'),
    phases('is remarked on where it changes'),
    phases('alter function stamp() owner to service_role'),
  ],
  'a call that two functions could take': [
    project('create or replace function search(q text, most int default 10, skip int default 0)'),
    project("create function slugify(value text, dash text default '-')"),
    project('create function slugify(value varchar)'),
    project('create function slugify(number int)'),
  ],
  'a policy for those who signed in': [
    project('create policy "edit own" on profiles for update to authenticated'),
    project('create policy add on profiles for insert to authenticated'),
    project('create policy members_all on members for all to authenticated'),
    project('alter policy own on todos to authenticated'),
  ],
  'what somebody made by hand': [
    refused("'alter table orgs add column name text'"),
    refused("'create policy see on profiles for select using (true)'"),
    refused("'alter publication supabase_realtime add table todos'"),
    refused("execute format('drop policy %I on profiles', p)"),
  ],
  'a CHECK that is widened': [
    phase("check (status in ('new', 'open', 'held'))"),
    phase("check (status = any (array['open', 'new', 'x']))"),
    phase('check (weight is null or weight between 0 and 1000)'),
    phase("check (status in ('open', 'held'))"),
  ],
  'a password that is not encoded': [
    url("'a slash'"),
    url("'an at sign'"),
    url("'a hash'"),
    url("'a question mark'"),
    ['test/attacks/connection-strings.test.ts', 'a raw password, on the command line'],
  ],
  'a relation past row level security': [
    way("'CREATE TABLE AS'"),
    way("'a materialized view moved'"),
    way("'a parent that is open takes a partition'"),
    way("'default privileges of the release'"),
  ],
  'partitions that a job makes': [
    passing("'a job makes a partition and closes it'"),
    passing("'with an index of its own'"),
    passing("'in a schema of its own'"),
    passing('a job drops the oldest partition: a remark for drift, matrix and fingerprint'),
    passing("'without row level security, and granted'"),
  ],
  'a partition made after the approval': [
    passing('expect(moved).toBe(false)'),
    passing("'a partition that no API role may use'"),
    passing("'with the policy of its parent'"),
    release('guards', 'computes the plan again, and applies nothing when it moved'),
  ],
  'a partitioned table and its indexes': [
    recipe("'index-on-partitioned'"),
    recipe("'add-foreign-key-to-partitioned'"),
    recipe("'add-unique-constraint-to-partitioned'"),
    recipe("'detach-partition-not-concurrent'"),
    ['test/hazards/examples.ts', "'detach-partition-beside-default'"],
  ],
  'an extension that one database alone can have': [
    rehearsed("'is enabled by the platform'"),
    rehearsed("'was made by an applied file'"),
    rehearsed("'is made by a pending file'"),
    rehearsed("'is pg_net'"),
  ],
  'a publication of the platform': [
    passing("'a publication of Realtime'"),
    passing("'a table that only inherits'"),
    passing('one list of what is ignored'),
    passing("test('a kind'"),
  ],
  'an extension that the platform updates': [
    passing("'an extension is updated'"),
    passing('a patch of the same version is none'),
    passing("{ names: ['cache.*'] }"),
    passing("{ schemas: ['cache'] }"),
  ],
  'an upgrade of the server': [
    passing('is one finding, a new baseline, and no SQL'),
    passing('hides no change of its own, and drops nothing because of it'),
    passing('a patch of the same version is none'),
    ['test/hazards/versions.integration.test.ts', 'names everything that it cannot read'],
  ],
  'a session pooler': [
    pooler("'passes', 'refuses', 'drops'"),
    pooler('that refuses them: the whole plan can be made through it'),
    pooler('options of the connection string cannot take read-only away'),
    pooler('a pooler in transaction mode is found before anything is set'),
  ],
  'the same statements under another version': [
    elsewhere("'by the dashboard, a day later'"),
    elsewhere('several that were squashed into one, and one that was split, are recognised as well'),
    elsewhere('recorded without statements: the name is a hint, and is said to be one'),
    elsewhere('a file that was run by hand: the error has the command that records it'),
  ],
  'what a published table needs': [
    published("'alter table keyed drop constraint keyed_pkey'"),
    published("'alter table keyed replica identity nothing'"),
    published("'drop index byindex_u'"),
    published("'alter publication feed add table keyless'"),
  ],
  'what the server’s version does not know': [
    version('virtual'),
    version('not enforced'),
    version('json_table'),
    version('without overlaps'),
  ],
  'a table of another role': [
    right("'alter table theirs.orders add column a int'"),
    right("'alter table theirs.orders enable row level security'"),
    right("'alter table theirs.orders rename to o2'"),
    right("'alter table mine.things set schema theirs'"),
  ],
  'an enum value that is only a word': [
    phases("create policy p on tickets for select using (feeling::text = 'v')"),
    phases("using (note = 'v' or title in ('v'))"),
    phases("update tickets set note = 'v'"),
    phases('create function f() returns mood language plpgsql'),
  ],
  'an enum value that is used too early': [
    phases('create function f() returns mood language sql'),
    phases("do $$ declare m mood := 'v'; begin null; end $$"),
    phases("alter table tickets alter feeling set default 'v'"),
    phases("using (feeling = 'v')"),
  ],
};

test.each(Object.entries(CASES))('%s: a test of it, and three of its neighbours', async (_case, tests) => {
  expect(new Set(tests.map((one) => one.join())).size).toBeGreaterThanOrEqual(4);
  for (const [file, text] of tests) expect(await readFile(path.join(root, file), 'utf8')).toContain(text);
});

test('all kinds are there', () => {
  expect(Object.keys(CASES)).toHaveLength(30);
});
