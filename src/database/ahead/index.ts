import type { Database } from '../../release/ports.ts';
import type { CatalogFacts } from '../hazards/facts.ts';
import { nested } from '../hazards/nested.ts';
import type { Rule } from '../hazards/rule.ts';
import {
  BROKEN_ROWS,
  MAY_NOT,
  MAY_PERHAPS_NOT,
  ROWS_BREAK_TODAY,
  ROWS_NOT_TRIED,
  UNIDENTIFIED,
  UNKNOWN_NAME,
  UNKNOWN_TO_SERVER,
  WITHOUT_EFFECT,
} from '../hazards/rules/index.ts';
import type { Statement } from '../sql/parse.ts';
import { callsOwn } from './calls.ts';
import { type Piece, piecesOf } from './code.ts';
import { unread } from './grammar.ts';
import { unidentified } from './identity/index.ts';
import { deniedRights } from './rights/index.ts';
import { tryRows } from './rows/index.ts';
import { unknownNames } from './unknown.ts';

/** By statement, what the target says of it before it runs. */
export type Told = Map<Statement, Finding[]>;

interface Finding {
  readonly rule: Rule;
  readonly message: string;
  /** The running version may not tolerate it. */
  readonly breaks: boolean;
}

/**
 * Asks the target about pending files what would else be found out while they are applied. Reads alone; not for use
 * inside a transaction.
 */
export async function askTarget(
  db: Database,
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
): Promise<Told> {
  const told: Told = new Map();
  const tell = teller(told);
  const pieces = files.flatMap(piecesOf);
  const { serverVersion } = facts;
  const stumbles = await unread(db, pieces, serverVersion);
  for (const { piece, message } of stumbles)
    tell(
      piece.statement,
      UNKNOWN_TO_SERVER,
      `${serverName(serverVersion)} cannot read it${inCode(piece)}: ${message}`,
    );
  const unreadable = new Set(stumbles.map(({ piece }) => piece));
  const readable = pieces.filter((piece) => !unreadable.has(piece));
  await tellUnknown(db, readable, hides(files.flat(), facts), { serverVersion, tell });
  for (const { statement, outcome, message } of await tryRows(db, files, facts))
    tell(statement, ROWS[outcome], message);
  for (const { statement, outcome, message } of await deniedRights(db, files, facts))
    tell(statement, RIGHTS[outcome], message);
  for (const { statement, message, breaks } of await unidentified(db, files, facts))
    tell(statement, UNIDENTIFIED, message, breaks);
  return told;
}

/**
 * Asks again about the files that are applied now, as if the others, which wait, were not there.
 * @returns whether something is wrong only without them; it is added to what was told
 */
export async function askWithout(
  db: Database,
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
  told: Told,
): Promise<boolean> {
  const found: Told = new Map();
  const tell = teller(found);
  const pieces = files.flatMap(piecesOf);
  const stumbled = (statement: Statement) =>
    told.get(statement)?.some(({ rule }) => rule === UNKNOWN_TO_SERVER) === true;
  const readable = pieces.filter(({ statement }) => !stumbled(statement));
  await tellUnknown(db, readable, hides(files.flat(), facts), { serverVersion: facts.serverVersion, tell });
  for (const { statement, message, breaks } of await unidentified(db, files, facts))
    tell(statement, UNIDENTIFIED, message, breaks);
  let more = false;
  for (const [statement, all] of found)
    for (const each of all) {
      const known = told.get(statement) ?? [];
      const message = `${each.message}, until a waiting contract file is applied`;
      if (known.some((one) => one.rule === each.rule && [each.message, message].includes(one.message)))
        continue;
      told.set(statement, [...known, { ...each, message }]);
      more = true;
    }
  return more;
}

type Tell = (statement: Statement, rule: Rule, message: string, breaks?: boolean) => void;

const teller =
  (told: Told): Tell =>
  (statement, rule, message, breaks = false) =>
    told.set(statement, [...(told.get(statement) ?? []), { rule, message, breaks }]);

async function tellUnknown(
  db: Database,
  pieces: readonly Piece[],
  hidden: boolean,
  { serverVersion, tell }: { readonly serverVersion: number; readonly tell: Tell },
): Promise<void> {
  for (const { piece, what, certain } of await unknownNames(db, pieces, { serverVersion, hidden }))
    tell(
      piece.statement,
      certain ? UNKNOWN_TO_SERVER : UNKNOWN_NAME,
      `${serverName(serverVersion)} has no ${what}${inCode(piece)}`,
    );
}

const ROWS = { broken: BROKEN_ROWS, later: ROWS_BREAK_TODAY, 'not-tried': ROWS_NOT_TRIED } as const;
const RIGHTS = { denied: MAY_NOT, unsure: MAY_PERHAPS_NOT, 'without-effect': WITHOUT_EFFECT } as const;

const inCode = ({ when, statement, text }: Piece): string =>
  when !== 'runs' || text !== statement.text ? ' (in its code)' : '';

/** `PostgreSQL 17.6`. https://www.postgresql.org/docs/current/runtime-config-preset.html#GUC-SERVER-VERSION-NUM */
export function serverName(version: number): string {
  return `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** Extensions, DO blocks and functions of the app may make what no statement names. */
function hides(statements: readonly Statement[], facts: CatalogFacts): boolean {
  return statements.some((statement) => {
    const { node } = statement;
    if ('CreateExtensionStmt' in node)
      return facts.extensions?.has(node.CreateExtensionStmt.extname ?? '') !== true;
    if ('ImportForeignSchemaStmt' in node || 'CreatePLangStmt' in node) return true;
    if ('SelectStmt' in node || 'CallStmt' in node) return callsOwn(node, facts);
    return nested(statement).opaque;
  });
}
