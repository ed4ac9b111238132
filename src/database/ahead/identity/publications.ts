import type { Node } from 'libpg-query';
import { namesOf, objectNames } from '../../hazards/nodes.ts';
import { parts } from '../../hazards/target.ts';
import type { Publication } from './state.ts';
import { find, type Scene } from './tables.ts';

/** Whether `publish` names updates or deletes; undefined: it is not said. */
function changesOf(options: readonly Node[] | undefined): boolean | undefined {
  for (const item of options ?? []) {
    if (!('DefElem' in item) || item.DefElem.defname !== 'publish') continue;
    const verbs = namesOf(item.DefElem.arg).flatMap((list) => list.split(',').map((verb) => verb.trim()));
    return verbs.some((verb) => verb === 'update' || verb === 'delete');
  }
  return undefined;
}

function members(
  scene: Scene,
  objects: readonly Node[] | undefined,
): Pick<Publication, 'tables' | 'schemas'> {
  const tables = new Set<string>();
  const schemas = new Set<string>();
  for (const object of objects ?? []) {
    if (!('PublicationObjSpec' in object)) continue;
    const { pubtable, name, pubobjtype } = object.PublicationObjSpec;
    if (pubtable?.relation) {
      const table = find(scene, parts(pubtable.relation));
      if (!table) continue;
      const all = pubtable.relation.inh === true ? scene.state.withHeirs(table) : [table];
      for (const each of all) tables.add(each.name);
    } else if (pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA') schemas.add(scene.path[0] ?? 'public');
    else if (name !== undefined) schemas.add(name);
  }
  return { tables, schemas };
}

/** What a statement does to publications. */
export function applyToPublications(scene: Scene, node: Node): void {
  const { publications } = scene.state;
  if ('CreatePublicationStmt' in node) {
    const { pubname: name = '', for_all_tables, pubobjects, options } = node.CreatePublicationStmt;
    // A block that makes it only where it is not there.
    if (publications.has(name)) return;
    const all = for_all_tables === true;
    publications.set(name, { name, all, changes: changesOf(options) ?? true, ...members(scene, pubobjects) });
  } else if ('AlterPublicationStmt' in node) {
    const { pubname = '', pubobjects, options, action } = node.AlterPublicationStmt;
    const known = publications.get(pubname);
    if (!known) return;
    known.changes = changesOf(options) ?? known.changes;
    if (!pubobjects) return;
    const named = members(scene, pubobjects);
    if (action === 'AP_SetObjects') {
      known.tables.clear();
      known.schemas.clear();
    }
    for (const kind of ['tables', 'schemas'] as const)
      for (const each of named[kind])
        if (action === 'AP_DropObjects') known[kind].delete(each);
        else known[kind].add(each);
  } else if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_PUBLICATION')
    for (const names of objectNames(node.DropStmt.objects)) publications.delete(names.join('.'));
  else if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_PUBLICATION') {
    const [before = ''] = namesOf(node.RenameStmt.object);
    const known = publications.get(before);
    const name = node.RenameStmt.newname ?? before;
    publications.delete(before);
    if (known) publications.set(name, { ...known, name });
  }
}
