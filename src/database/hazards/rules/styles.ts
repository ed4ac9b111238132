import type { ColumnDef } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const JSON_COLUMN: Rule = {
  id: 'json-column',
  severity: 'warning',
  threat: 'correctness',
  title: 'json has no equality operator: SELECT DISTINCT, GROUP BY and UNION over such a row fail',
  instead: 'Use jsonb.',
};
const CHAR: Rule = {
  id: 'char-column',
  severity: 'info',
  threat: 'style',
  title: 'char(n) pads with blanks',
  instead: 'Use text with a CHECK on its length.',
  squawk: ['ban-char-field'],
};
const VARCHAR: Rule = {
  id: 'varchar-limit',
  severity: 'info',
  threat: 'style',
  title: 'A limit in the type is hard to change',
  instead: 'Use text with a CHECK on its length.',
  squawk: ['prefer-text-field'],
};
const TIMESTAMP: Rule = {
  id: 'timestamp-without-time-zone',
  severity: 'info',
  threat: 'style',
  title: 'timestamp without time zone does not identify a moment in time',
  instead: 'Use timestamptz.',
  squawk: ['prefer-timestamp-tz'],
};
const INT_KEY: Rule = {
  id: 'int-key',
  severity: 'info',
  threat: 'style',
  title: 'A key of 32 bits or less can run out, and widening it later rewrites the table',
  instead: 'Use bigint or uuid.',
  squawk: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
};
const SERIAL: Rule = {
  id: 'serial-column',
  severity: 'info',
  threat: 'style',
  title: 'serial gives the sequence its own privileges and owner',
  instead: 'Use GENERATED … AS IDENTITY.',
  squawk: ['prefer-identity'],
};
const LONG_NAME: Rule = {
  id: 'identifier-too-long',
  severity: 'warning',
  threat: 'correctness',
  title: 'A name of more than 63 bytes is cut off by the server',
  squawk: ['identifier-too-long'],
};

const SMALL_KEYS = new Set(['int2', 'int4', 'serial', 'serial2', 'serial4', 'smallserial']);

/** Remarks on a column's type, for tables and columns that are made. */
export function columnDefinition(effects: Effects, column: ColumnDef, target: Target): void {
  const type = nameList(column.typeName?.names).at(-1) ?? '';
  const name = `${target.name}.${column.colname}`;
  const say = (rule: Rule, message: string) => effects.hazard(rule, `${name} ${message}`);
  if (type === 'json') say(JSON_COLUMN, 'is json');
  if (type === 'bpchar') say(CHAR, 'is char');
  if (type === 'varchar' && column.typeName?.typmods) say(VARCHAR, 'is varchar with a limit');
  if (type === 'timestamp') say(TIMESTAMP, 'is timestamp without time zone');
  if (/serial/.test(type)) say(SERIAL, `is ${type}`);
  const isKey = (column.constraints ?? []).some(
    (node) =>
      'Constraint' in node && ['CONSTR_PRIMARY', 'CONSTR_IDENTITY'].includes(node.Constraint.contype ?? ''),
  );
  if (SMALL_KEYS.has(type) && (isKey || /serial/.test(type))) say(INT_KEY, `is a key of type ${type}`);
}

/** Names are cut by the parser, so the source has to be looked at. */
function longNames(effects: Effects, names: readonly string[]): void {
  for (const name of names) {
    if (Buffer.byteLength(name) > 63) effects.hazard(LONG_NAME, `"${name}" is longer than 63 bytes`);
  }
}

export const styles: Family = {
  name: 'Types and names',
  rules: [JSON_COLUMN, CHAR, VARCHAR, TIMESTAMP, INT_KEY, SERIAL, LONG_NAME],
  after: (effects, { names }) => longNames(effects, names),
  alterTable: {
    AT_AddColumn: (effects, command, target) => {
      if (command.def && 'ColumnDef' in command.def) columnDefinition(effects, command.def.ColumnDef, target);
    },
  },
};
