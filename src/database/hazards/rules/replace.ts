import type { CreateFunctionStmt, ViewStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { RoutineFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import { routineOf, signature } from '../remade/routines.ts';
import { madeView } from '../remade/views.ts';
import type { Rule } from '../rule.ts';
import { asks } from './already-there.ts';
import { overloads, qualified } from './functions.ts';

const CANNOT: Rule = {
  id: 'cannot-replace',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title:
    'CREATE OR REPLACE changes what it cannot: the names of arguments, their defaults, the result, or columns of a view',
  instead: 'DROP it in the same file first, then CREATE it and GRANT again what it had.',
};

/** https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-NOTES */
function replaceFunction(effects: Effects, node: CreateFunctionStmt): void {
  if (!node.replace || !asks(effects, node) || namesColumn(node)) return;
  const names = nameList(node.funcname);
  const made = routineOf(node, effects.facts);
  const name = qualified(effects, names);
  const found = overloads(effects, name).find(
    ({ types }) => signature(types, effects.facts) === signature(made.types, effects.facts),
  );
  const why = found && whyNot(found, made);
  if (why) effects.hazard(CANNOT, `function ${name}(${made.types.join(', ')}) cannot be replaced: ${why}`);
}

/** `orders.id%TYPE` is whatever that column has. */
function namesColumn({ parameters, returnType }: CreateFunctionStmt): boolean {
  const types = (parameters ?? []).map((item) =>
    'FunctionParameter' in item ? item.FunctionParameter.argType : undefined,
  );
  return [returnType, ...types].some((type) => type?.pct_type === true);
}

/** Schemas are left out: the same type can be written with and without one. */
const bare = (type: string): string => (type.split('.').at(-1) ?? '').replaceAll('"', '');

function whyNot(before: RoutineFacts, now: RoutineFacts): string | undefined {
  if (before.kind !== now.kind) return `it is a ${before.kind}`;
  const renamed = before.names.findIndex((name, index) => name !== '' && name !== now.names[index]);
  if (renamed >= 0) return `its argument ${before.names[renamed]} gets another name`;
  if (now.defaults < before.defaults) return 'a default of its arguments is gone';
  if (before.kind !== 'function') return undefined;
  const results = [before, now].map(({ result, columns }) => ({
    ...result,
    type: bare(result.type),
    columns: columns.map(({ name, type }) => `${name} ${bare(type)}`).join(', '),
  }));
  const [was, is] = results.map(({ set, type, columns }) =>
    [...(set ? ['SETOF'] : []), type, ...(columns ? [`(${columns})`] : [])].join(' '),
  );
  return was === is ? undefined : `it returns ${was}, and would return ${is}`;
}

/** https://www.postgresql.org/docs/current/sql-createview.html: the same columns first, new ones behind them. */
function replaceView(effects: Effects, node: ViewStmt): void {
  const target = effects.target(node.view);
  if (!node.replace || !asks(effects, node) || target.facts?.kind !== 'view') return;
  const query = node.query && 'SelectStmt' in node.query ? node.query.SelectStmt : undefined;
  const aliases = nameList(node.aliases);
  const made = [...madeView(effects, target, query, { aliases, isInvoker: false }).columns.keys()];
  if (made.length === 0) return;
  const before = [...target.facts.columns.keys()];
  const moved = before.find((name, index) => name !== made[index]);
  if (moved === undefined) return;
  const where = made.includes(moved) ? 'another place' : 'no place in it';
  effects.hazard(CANNOT, `view ${target.name} cannot be replaced: its column ${moved} would have ${where}`);
}

export const replace: Family = {
  name: 'What OR REPLACE cannot do',
  rules: [CANNOT],
  statements: { CreateFunctionStmt: replaceFunction, ViewStmt: replaceView },
};
