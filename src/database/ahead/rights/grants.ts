import type { GrantStmt, Node } from 'libpg-query';
import type { CatalogFacts } from '../../hazards/facts.ts';
import { quoteName } from '../../sql/names.ts';
import type { Asking } from './asking.ts';
import type { Handlers } from './handlers.ts';
import { objectOf } from './objects.ts';
import type { Held } from './world.ts';

/**
 * GRANT and REVOKE fail for whoever has no right at all on the object; whoever has some, but may pass none on, gets a
 * warning, and nothing is done. https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/catalog/aclchk.c
 */
export function grants(facts: CatalogFacts, without: (message: string) => void): Handlers {
  return {
    GrantStmt: (ask, node) => {
      const rights = rightsOf(node);
      for (const held of objectsOf(ask, node, facts)) {
        if (ask.world.mayGrant(ask.role, held) === false) {
          const remedy = `As ${held.owner}: run it, or grant it to ${quoteName(ask.role)} with grant option.`;
          const lacks = `it cannot grant any privilege on ${held.label}, which belongs to ${held.owner}`;
          const hasAny = ask.world.hasAny(ask.role, held, ofColumns(node));
          if (hasAny === true)
            without(`${ask.role} would ${node.is_grant ? 'grant' : 'revoke'} nothing: ${lacks}. ${remedy}`);
          else ask.must(hasAny, lacks, remedy);
        }
        if (ask.denials.length === 0) change(ask, held, node, rights);
      }
    },
  };
}

function rightsOf({ privileges }: GrantStmt): readonly string[] {
  return (privileges ?? []).flatMap((each) =>
    'AccessPriv' in each && each.AccessPriv.priv_name ? [each.AccessPriv.priv_name.toUpperCase()] : [],
  );
}

const ofColumns = ({ privileges }: GrantStmt): boolean =>
  (privileges ?? []).some((each) => 'AccessPriv' in each && each.AccessPriv.cols !== undefined);

const KINDS = { OBJECT_TABLE: 'r p v m f', OBJECT_SEQUENCE: 'S' } as const satisfies Record<string, string>;

function objectsOf(ask: Asking, node: GrantStmt, facts: CatalogFacts): readonly Held[] {
  if (node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    const kinds: string | undefined = KINDS[node.objtype as keyof typeof KINDS];
    return (node.objects ?? []).flatMap((object) => {
      const schema = 'String' in object ? (object.String.sval ?? '') : '';
      ask.usesSchema(schema);
      return [...ask.world.objects.values()]
        .flat()
        .filter(
          ({ kind, name, relkind }) =>
            name.startsWith(`${schema}.`) &&
            (kinds ? kind === 'relation' && kinds.includes(relkind ?? '?') : kind === 'routine'),
        );
    });
  }
  return (node.objects ?? []).flatMap((object: Node) => objectOf(ask, node.objtype, object, facts) ?? []);
}

function change(ask: Asking, held: Held, node: GrantStmt, rights: readonly string[]): void {
  const columns = ofColumns(node);
  // What is left after REVOKE, and what ALL stands for, is not followed.
  if (!node.is_grant || rights.length === 0 || !held.acl) {
    held.acl = undefined;
    return;
  }
  const to = (node.grantees ?? []).flatMap((each) => {
    if (!('RoleSpec' in each)) return [];
    return each.RoleSpec.roletype === 'ROLESPEC_PUBLIC' ? [''] : (ask.named(each.RoleSpec) ?? []);
  });
  const grantable = node.grant_option === true;
  const added = to.flatMap((role) =>
    rights.map((right) => ({ to: role, right, grantable, ...(columns ? { ofColumn: true } : {}) })),
  );
  held.acl = [...held.acl, ...added];
}
