import type { CreateTrigStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { TriggerFacts } from '../facts.ts';

/** Bits of `tgtype`. https://doxygen.postgresql.org/pg__trigger_8h_source.html */
const ROW = 1;
const BEFORE = 2;
const EVENTS: Readonly<Record<string, number>> = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };
const INSTEAD = 64;

/** The parser has timing (2 before, 64 instead, 0 after) and events by the same bits. */
export function triggerOf(node: CreateTrigStmt): TriggerFacts {
  return {
    function: nameList(node.funcname).at(-1) ?? '',
    type: (node.row ? ROW : 0) | (node.timing ?? 0) | (node.events ?? 0),
    conditional: node.whenClause !== undefined,
    columns: nameList(node.columns),
  };
}

/** Why the one does not run wherever the other ran; undefined: it does. */
export function whyNotRun(before: TriggerFacts, now: TriggerFacts): string | undefined {
  const missing = Object.entries(EVENTS).filter(([, bit]) => before.type & bit && !(now.type & bit));
  if (missing.length > 0) return `it no longer runs on ${missing.map(([event]) => event).join(', ')}`;
  if ((before.type & (BEFORE | INSTEAD)) !== (now.type & (BEFORE | INSTEAD)))
    return 'it runs at another time';
  if ((before.type & ROW) !== (now.type & ROW))
    return 'it changed between FOR EACH ROW and FOR EACH STATEMENT';
  if (now.conditional && !before.conditional) return 'it runs under a condition';
  const narrower =
    now.columns.length > 0 &&
    (before.columns.length === 0 || before.columns.some((column) => !now.columns.includes(column)));
  return narrower ? `it runs only for changes of ${now.columns.join(', ')}` : undefined;
}
