import { quoteName } from '../../database/sql/names.ts';
import type { Cell } from './rights.ts';

/**
 * The list of columns in a cell, `conditional (a, "b, c")`. It is no SQL: names stand as they are, and in quotes only
 * where they could be taken for two, or for the end of the list.
 */
const LIST = /\((.*)\)$/s;
const ENTRY = /"(?:[^"]|"")*"|[^",()]+/g;
const AMBIGUOUS = /[",()]|^\s|\s$/;

const listed = (column: string) => (AMBIGUOUS.test(column) ? quoteName(column) : column);

/** @param columns undefined: all of them. */
export function cellOf(rows: string, columns: readonly string[] | undefined): Cell {
  return columns ? `${rows} (${columns.map(listed).join(', ')})` : rows;
}

/** Columns that a cell is about, as the catalog has their names; undefined: all of them. */
export function columnsOf(cell: Cell): readonly string[] | undefined {
  const entries = LIST.exec(cell)?.[1]?.match(ENTRY);
  return entries
    ?.map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => (entry.startsWith('"') ? entry.slice(1, -1).replaceAll('""', '"') : entry));
}
