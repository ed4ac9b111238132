import { expect, it } from 'vitest';
import { Faults } from '../kit/index.ts';
import { databaseFaults } from './faults.ts';

/** Names by which a rule strikes this statement. */
function struckBy(sql: string): readonly string[] {
  return ['commit', 'migration', 'append', 'query'].filter((kind) => {
    const faults = new Faults();
    faults.set({ call: `database.production.${kind}`, fault: 'cut-before' });
    const call = { database: 'production', user: 'production', application: '', sql };
    return databaseFaults(faults).take('database.query', call) !== undefined;
  });
}

it('knows a migration, a COMMIT and an event of the record from other statements', () => {
  const recorded =
    'with recorded as (insert into h values (1)) insert into shiplock.migration_checksum values (1)';
  expect(struckBy(`begin\n;\ncreate table a ()\n;\n${recorded}\n;\ncommit`)).toEqual(['migration']);
  expect(struckBy('begin\n;\ndelete from shiplock.migration_checksum\n;\ncommit')).toEqual(['migration']);
  expect(struckBy('begin; create table shiplock.migration_checksum (); commit')).toEqual(['query']);
  expect(struckBy(recorded)).toEqual(['query']);
  expect(struckBy('commit')).toEqual(['commit']);
  expect(struckBy('select shiplock.append($1)')).toEqual(['append']);
});
