import type { RenameStmt } from 'libpg-query';
import { GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { functionKey } from '../exposure/functions.ts';
import type { Family } from '../family.ts';
import { namesOf } from '../nodes.ts';
import { freshRights } from '../remade/rights.ts';
import { namedTypes, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { FUNCTIONS, overloads, qualified, routineFate } from './functions.ts';

const RENAME: Rule = {
  id: 'rename-program',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A function, collation, role or database is renamed: the running version asks for the old name',
  instead: 'Create one with the new name in addition, move the code, and drop the old one later.',
};
const NAMED = new Set([
  ...FUNCTIONS,
  'OBJECT_COLLATION',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_ROLE',
  'OBJECT_DATABASE',
]);

function rename(effects: Effects, node: RenameStmt): void {
  if (!NAMED.has(node.renameType ?? '')) return;
  effects.ddl = true;
  const names = node.object ? namesOf(node.object) : [node.subname ?? ''];
  const kind = (node.renameType ?? '').replace('OBJECT_', '').toLowerCase();
  const label = `${kind} ${names.join('.')}`;
  const known = effects.memory.functions.get(names.at(-1) ?? '');
  if (!FUNCTIONS.has(node.renameType ?? '') || !node.object) {
    effects.contract = true;
    effects.hazard(RENAME, `${label} becomes ${node.newname}`);
    return;
  }
  const name = qualified(effects, names);
  const types = namedTypes(node.object, effects.facts);
  const all = overloads(effects, name);
  const moved = all.filter(
    (each) => !types || signature(each.types, effects.facts) === signature(types, effects.facts),
  );
  effects.memory.routines.set(
    name,
    all.filter((each) => !moved.includes(each)),
  );
  const newName = [...name.split('.').slice(0, -1), node.newname].join('.');
  effects.memory.routines.set(newName, [
    ...overloads(effects, newName),
    ...moved.map((each) => ({ ...each, file: effects.setting.file })),
  ]);
  for (const each of moved)
    effects.memory.rights.set(
      functionKey(effects, newName, each.types),
      each.rights ?? freshRights(effects, 'function', name.split('.')[0] ?? ''),
    );
  if (known) effects.memory.functions.set(node.newname ?? '', known);
  if (moved.length > 0 && moved.every(({ file }) => file !== undefined)) return;
  if (moved.length === 0 && known) return;
  effects.goes(
    RENAME,
    `${label} becomes ${node.newname}`,
    (end) => (moved[0] ? routineFate(effects, name, moved[0], end) : GONE),
    {
      message: `${label} becomes ${node.newname}`,
      isChange: true,
    },
  );
}

export const renamePrograms: Family = {
  name: 'Renamed functions',
  rules: [RENAME],
  statements: { RenameStmt: rename },
};
