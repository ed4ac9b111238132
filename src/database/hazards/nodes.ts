import type { Constraint, Node, RoleSpec } from 'libpg-query';
import { nameList } from '../sql/walk.ts';

/** Objects of DROP, COMMENT and the like: each a list of name parts, whatever node carries it. */
export function objectNames(objects: readonly Node[] | undefined): string[][] {
  return (objects ?? []).map((object) => namesOf(object));
}

/** Name parts of one object node. */
export function namesOf(object: Node | undefined): string[] {
  if (!object) return [];
  if ('List' in object) return nameList(object.List.items);
  if ('String' in object) return [object.String.sval ?? ''];
  if ('TypeName' in object) return nameList(object.TypeName.names);
  if ('ObjectWithArgs' in object) return nameList(object.ObjectWithArgs.objname);
  if ('RangeVar' in object) {
    return [object.RangeVar.schemaname, object.RangeVar.relname].filter((part) => part !== undefined);
  }
  return [];
}

/** Names of options in parentheses, in lower case. */
export function optionNames(list: readonly Node[] | undefined): Set<string> {
  return new Set(
    (list ?? []).flatMap((node) =>
      'DefElem' in node && node.DefElem.defname ? [node.DefElem.defname.toLowerCase()] : [],
    ),
  );
}

/** A switch in parentheses, as PostgreSQL reads it: alone it is on. Undefined: not named. */
export function isOn(list: readonly Node[] | undefined, name: string): boolean | undefined {
  for (const node of list ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname?.toLowerCase() !== name) continue;
    const { arg } = node.DefElem;
    const word =
      arg === undefined ? 'on' : 'Integer' in arg ? String(arg.Integer.ival ?? 0) : namesOf(arg).join();
    return !['off', 'false', 'no', '0', 'f', 'n'].includes(word.toLowerCase());
  }
  return undefined;
}

/** Privileges by name, in upper case; a column's as `SELECT (name)`. Undefined: all. */
export function namedPrivileges(nodes: readonly Node[] | undefined): string[] | undefined {
  const found = (nodes ?? []).flatMap((node) => {
    if (!('AccessPriv' in node) || !node.AccessPriv.priv_name) return [];
    const name = node.AccessPriv.priv_name.toUpperCase();
    const columns = nameList(node.AccessPriv.cols);
    return columns.length > 0 ? columns.map((column) => `${name} (${column})`) : [name];
  });
  return found.length > 0 ? found : undefined;
}

/** NOT ENFORCED binds nobody and proves nothing. The syntax tree says it of foreign keys and checks alone. */
export const isEnforced = ({ contype, is_enforced }: Constraint): boolean =>
  is_enforced === true || (contype !== 'CONSTR_FOREIGN' && contype !== 'CONSTR_CHECK');

/** A role as it is written. */
export function roleWord({ roletype, rolename }: RoleSpec): string {
  return roletype === 'ROLESPEC_PUBLIC' ? 'public' : (rolename ?? String(roletype).replace('ROLESPEC_', ''));
}

/** Names of roles; PUBLIC is written as such. */
export function roles(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    return [roleWord(node.RoleSpec)];
  });
}
