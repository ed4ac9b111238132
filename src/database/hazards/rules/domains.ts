import type { AlterDomainStmt, CreateDomainStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { typeOf } from '../locks/type-change.ts';
import { domainRefuses } from '../remade/domains.ts';
import type { Rule } from '../rule.ts';
import { TIGHTENS } from './constraints.ts';
import { isNewType, madeType, usedBy } from './types.ts';

const DOMAIN: Rule = {
  id: 'domain-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'A constraint on a domain reads every table that uses it, and writes to them wait',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration; or put CHECKs on tables.',
  squawk: ['ban-alter-domain-with-add-constraint'],
};
const NEW_DOMAIN: Rule = {
  id: 'domain-with-constraint',
  severity: 'info',
  threat: 'style',
  title:
    'A domain with a constraint: adding a column of this type later rewrites tables, and changing the rule is hard',
  instead: 'Put the CHECK on the table.',
  squawk: ['ban-create-domain-with-constraint'],
};
function alterDomain(effects: Effects, node: AlterDomainStmt): void {
  effects.ddl = true;
  const names = nameList(node.typeName);
  if (isNewType(effects, names)) return;
  // C: ADD CONSTRAINT, O: SET NOT NULL, V: VALIDATE. https://doxygen.postgresql.org/structAlterDomainStmt.html
  const adds = node.subtype === 'C' || node.subtype === 'O';
  const constraint = node.def && 'Constraint' in node.def ? node.def.Constraint : undefined;
  const before = effects.facts.types.get(names.join('.'));
  const rule = constraint ? { checks: [constraint.raw_expr] } : { notNull: true };
  const refused = before?.kind === 'domain' ? domainRefuses(before, { ...before, checks: [], ...rule }) : '';
  if (adds && refused !== undefined) {
    effects.contract = true;
    const why = refused ? ` and differs: ${refused}` : '';
    effects.hazard(
      TIGHTENS,
      `domain ${names.join('.')} gets a rule, which binds the running version too${why}`,
    );
  }
  const reads = (adds && !constraint?.skip_validation) || node.subtype === 'V';
  if (!reads) return;
  effects.scans = true;
  for (const table of usedBy(effects, names)) effects.lock(table, 'ShareLock');
  if (adds) effects.hazard(DOMAIN, `every table with a column of domain ${names.join('.')} is read`);
}

function createDomain(effects: Effects, node: CreateDomainStmt): void {
  const checks = (node.constraints ?? []).flatMap((item) =>
    'Constraint' in item && item.Constraint.contype === 'CONSTR_CHECK' ? [item.Constraint.raw_expr] : [],
  );
  const notNull = (node.constraints ?? []).some(
    (item) => 'Constraint' in item && item.Constraint.contype === 'CONSTR_NOTNULL',
  );
  const attributes = [{ name: 'value', type: typeOf(node.typeName) }];
  madeType(effects, nameList(node.domainname), { kind: 'domain', attributes, checks, notNull });
  if (node.constraints?.length)
    effects.hazard(NEW_DOMAIN, `domain ${nameList(node.domainname).join('.')} carries a constraint`);
}

export const domains: Family = {
  name: 'Domains',
  rules: [DOMAIN, NEW_DOMAIN],
  statements: { AlterDomainStmt: alterDomain, CreateDomainStmt: createDomain },
};
