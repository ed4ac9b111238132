import type { Node } from 'libpg-query';
import { size } from '../../../present/size.ts';
import { constant } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { TINY } from '../facts.ts';
import type { Family } from '../family.ts';
import { milliseconds } from '../locks/time.ts';
import type { Rule } from '../rule.ts';

const TOO_LONG: Rule = {
  id: 'statement-timeout-too-short',
  severity: 'warning',
  threat: 'correctness',
  title:
    'A statement reads or builds so much that the statement_timeout of the role that migrates (2 min on Supabase) might cancel it',
  instead: 'SET statement_timeout = 0 (or long enough) before it in the file; it applies only to this file.',
};

/**
 * What a small server reads and sorts in a second at least: the smallest disks of Supabase read 11 MB/s for long.
 * https://supabase.com/docs/guides/platform/compute-and-disk
 */
const PER_SECOND = { bytes: 20 * 1024 ** 2, rows: 200_000 };

/** What a file's statement makes of the timeout; undefined: it leaves it as it is. */
function setBy(node: Node, role: number): number | undefined | 'unknown' {
  if (!('VariableSetStmt' in node)) return undefined;
  const { name, kind, args } = node.VariableSetStmt;
  if (kind === 'VAR_RESET_ALL') return role;
  if (name?.toLowerCase() !== 'statement_timeout') return undefined;
  if (kind !== 'VAR_SET_VALUE') return role;
  return milliseconds(constant(args?.[0]) ?? '') ?? 'unknown';
}

/** Looks at the statements of a file in order: SET holds from where it stands to the end. */
function underTimeout(all: readonly Effects[]): void {
  const role = all[0]?.facts.statementTimeoutMs ?? 0;
  let timeout = role;
  for (const effects of all) {
    const set = setBy(effects.statement.node, role);
    if (set !== undefined) timeout = set === 'unknown' ? 0 : set;
    if (timeout > 0) mayEnd(effects, timeout);
  }
}

function mayEnd(effects: Effects, timeout: number): void {
  if (!effects.scans && !effects.rewrites && !effects.bulkData) return;
  const slow = [...effects.locks.keys()].flatMap((name) => {
    const { facts } = effects.named(name.split('.'));
    if (!facts || facts.empty || facts.rows <= TINY.rows) return [];
    const seconds = Math.max(facts.bytes / PER_SECOND.bytes, facts.rows / PER_SECOND.rows);
    return seconds * 1000 > timeout ? [{ name, seconds, facts }] : [];
  });
  const [longest] = slow.sort((a, b) => b.seconds - a.seconds);
  if (!longest) return;
  effects.hazard(
    TOO_LONG,
    `${longest.name} (${size(longest.facts)}) might take ${inWords(longest.seconds)} on a small server, but statement_timeout cancels the statement after ${inWords(timeout / 1000)}`,
  );
}

const inWords = (seconds: number): string =>
  seconds < 120 ? `${Number(seconds.toPrecision(2))} s` : `${Math.round(seconds / 60)} min`;

export const timeouts: Family = {
  name: 'Timeouts',
  rules: [TOO_LONG],
  file: (all, isBatched) => underTimeout(all.filter((effects) => !isBatched(effects))),
};
