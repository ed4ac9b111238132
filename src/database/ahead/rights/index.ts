import type { Node } from 'libpg-query';
import type { Database } from '../../../release/ports.ts';
import type { CatalogFacts } from '../../hazards/facts.ts';
import { releaseMemory } from '../../hazards/memory.ts';
import { inner, nested } from '../../hazards/nested.ts';
import { followSearchPath } from '../../hazards/search-path.ts';
import { searchPathOf } from '../../sql/definitions.ts';
import type { Statement } from '../../sql/parse.ts';
import { loadedParser } from '../../sql/parser.ts';
import { constant, nameList, walk } from '../../sql/walk.ts';
import { callsOwn } from '../calls.ts';
import { Asking } from './asking.ts';
import { data } from './data.ts';
import { grants } from './grants.ts';
import type { Handlers } from './handlers.ts';
import { objects } from './objects.ts';
import { type Migrating, migratingRole, readWorld } from './read.ts';
import { relations } from './relations.ts';
import { roles } from './roles.ts';
import { server } from './server.ts';
import { wantedBy } from './wanted.ts';
import type { World } from './world.ts';

export interface Denied {
  readonly statement: Statement;
  /** `denied`: the server is sure to refuse it. */
  readonly outcome: 'denied' | 'unsure' | 'without-effect';
  readonly message: string;
}

/**
 * What the role that migrates may not do, asked of the catalog before anything runs. Follows owners, rights, roles and
 * SET ROLE over all pending files; where something cannot be read, nothing is certain after it.
 */
export async function deniedRights(
  db: Database,
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
): Promise<readonly Denied[]> {
  const migrating = await migratingRole(db);
  if (!migrating) return [];
  const statements = files.flat();
  const isBound = await db.query('select 1 from pg_roles where rolname = $1 and not rolsuper', [
    migrating.role,
  ]);
  if (isBound.length === 0 && !statements.some(changesRole)) return [];
  const world = await readWorld(db, wantedBy(statements));
  return judge(world, migrating, files, facts);
}

/** The same with rights that were read already. */
export function judge(
  world: World,
  { role, searchPath, guessed }: Migrating,
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
): readonly Denied[] {
  const found: Denied[] = [];
  const path = searchPathOf(searchPath) ?? [];
  for (const file of files) {
    // The session is reset between files.
    let current = role;
    const memory = releaseMemory();
    for (const statement of file) {
      const { nodes, leaves } = partsOf(statement, facts);
      for (const node of nodes) {
        const ask = new Asking(world, role, memory.searchPath.size > 0 ? [...memory.searchPath] : path);
        ask.role = current;
        const notes: string[] = [];
        run(node, ask, [
          data,
          relations,
          objects(facts),
          roles,
          server,
          grants(facts, (note) => notes.push(note)),
        ]);
        const [first] = ask.denials;
        if (first)
          found.push({
            statement,
            outcome: first.sure && !guessed ? 'denied' : 'unsure',
            message: first.message,
          });
        for (const message of notes) found.push({ statement, outcome: 'without-effect', message });
        current = ask.role;
        followSearchPath(node, memory);
      }
      if (leaves === 'anything') world.unsure = true;
    }
  }
  return found;
}

function run(node: Node, ask: Asking, families: readonly Handlers[]): void {
  const [tag = '', fields] = Object.entries(node)[0] ?? [];
  for (const family of families)
    (family as Record<string, ((ask: Asking, node: unknown) => void) | undefined>)[tag]?.(ask, fields);
  // What stands in CREATE SCHEMA goes into that schema.
  if ('CreateSchemaStmt' in node) ask.path = [node.CreateSchemaStmt.schemaname ?? ''];
  for (const part of inner(node)) run(part, ask, families);
}

/**
 * What a statement runs. A block with conditions, loops or handlers may leave out what it holds, or go on after an error.
 */
function partsOf(
  statement: Statement,
  facts: CatalogFacts,
): { readonly nodes: readonly Node[]; readonly leaves: 'what it says' | 'anything' } {
  const { node } = statement;
  if (callsOwn(node, facts) || 'CallStmt' in node || setsRole(node))
    return { nodes: [node], leaves: 'anything' };
  if (!('DoStmt' in node)) return { nodes: [node], leaves: 'what it says' };
  const { nodes, opaque } = nested(statement);
  const plain = !opaque && nodes.every(({ sure, guarded }) => sure && !guarded) && isStraight(statement);
  const leaves = plain || isHarmless(nodes, opaque) ? 'what it says' : 'anything';
  return { nodes: plain ? nodes.map((each) => each.node) : [], leaves };
}

/** From its beginning to its end, whatever it finds: no condition, no loop, no way out, no handler. */
function isStraight(statement: Statement): boolean {
  let straight = true;
  walk(loadedParser().plpgsql(statement.text), (tag, fields) => {
    straight &&= !TURNS.test(tag) && !('exceptions' in fields);
  });
  return straight;
}

const TURNS = /^PLpgSQL_stmt_(?:if|case|while|loop|for\w*|dynfors|exit|raise|assert)$/;

/** Blocks under conditions that neither change rights nor make anything. */
function isHarmless(nodes: readonly { readonly node: Node }[], opaque: boolean): boolean {
  return !opaque && nodes.every(({ node }) => DATA.has(Object.keys(node)[0] ?? ''));
}

const DATA = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);

function setsRole(node: Node): boolean {
  let found = false;
  walk(node, (tag, { funcname, args }) => {
    if (tag !== 'FuncCall' || nameList(funcname).at(-1) !== 'set_config' || !Array.isArray(args)) return;
    found ||= ['role', 'session_authorization', undefined].includes(constant(args[0])?.toLowerCase());
  });
  return found;
}

const changesRole = ({ node }: Statement): boolean =>
  'VariableSetStmt' in node && ['role', 'session_authorization'].includes(node.VariableSetStmt.name ?? '');
