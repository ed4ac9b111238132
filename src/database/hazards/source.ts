import { cut } from '../../present/text.ts';
import type { Statement } from '../sql/parse.ts';
import { loadedParser } from '../sql/parser.ts';
import { walk } from '../sql/walk.ts';

/** Statements and words that carry secrets: their strings never leave the file. */
const SECRET_KINDS = new Set([
  'CreateRoleStmt',
  'AlterRoleStmt',
  'CreateSubscriptionStmt',
  'AlterSubscriptionStmt',
  'CreateUserMappingStmt',
  'AlterUserMappingStmt',
  'CreateForeignServerStmt',
  'AlterForeignServerStmt',
]);
const SECRET_WORDS = /secret|password|token|api_?key|credential|bearer/i;

/** First 120 characters with white space folded; strings are hidden where they may be secrets. */
export function summary(statement: Statement): string {
  const start = statement.text.slice(0, 1_000);
  const folded = hideStrings(statement, start).replace(/\s+/g, ' ').trim();
  return cut(folded, 120);
}

function hideStrings(statement: Statement, text: string): string {
  if (!SECRET_KINDS.has(statement.kind) && !SECRET_WORDS.test(text)) return text;
  const words = loadedParser()
    .scan(statement.text)
    .map((token) => (token.tokenName === 'SCONST' ? "'…'" : token.text));
  return words.join(' ');
}

/** String constants in a statement. */
export function constantsOf(statement: Statement): string[] {
  const found: string[] = [];
  walk(statement.node, (tag, node) => {
    const value = tag === 'A_Const' ? (node['sval'] as { sval?: string } | undefined)?.sval : undefined;
    if (value !== undefined) found.push(value);
  });
  return found;
}

/** Identifiers of more than 63 bytes. The syntax tree has them cut already, so tokens are looked at. */
export function longIdentifiers(statement: Statement): string[] {
  if (!/[^\s'"();,.]{32}/.test(statement.text)) return [];
  const tokens = loadedParser()
    .scan(statement.text)
    .filter((token) => token.tokenName === 'IDENT');
  return tokens
    .map((token) => token.text.replace(/^"|"$/g, ''))
    .filter((name) => Buffer.byteLength(name) > 63);
}
