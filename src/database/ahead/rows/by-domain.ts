import type { AlterDomainStmt, CreateDomainStmt } from 'libpg-query';
import { isEnforced } from '../../hazards/nodes.ts';
import { nameList } from '../../sql/walk.ts';
import { type Domain, type DomainCheck, domainName, typeSql } from './domains.ts';
import type { Found } from './rules.ts';
import type { Scene } from './scene.ts';
import type { Step } from './steps.ts';
import type { Source } from './text.ts';
import type { Trial } from './trial.ts';

/** What a statement about a domain puts on the columns of that domain; a domain of the release is kept in mind. */
export function byDomain(step: Step, scene: Scene, later: Map<string, Found>): readonly Trial[] {
  const { node, source } = step;
  if ('CreateDomainStmt' in node) {
    scene.setDomain(nameList(node.CreateDomainStmt.domainname), made(node.CreateDomainStmt, scene, source));
    return [];
  }
  if (!('AlterDomainStmt' in node)) return [];
  const names = nameList(node.AlterDomainStmt.typeName);
  const domain = scene.domain(names);
  if (!domain) return [];
  const change = changeOf(node.AlterDomainStmt, domain, source);
  scene.setDomain(names, { ...domain, ...change.domain });
  const id = (name: string) => `domain ${domainName(names)} ${name}`;
  if (change.check && change.isLater) {
    later.set(id(change.check.name), ruleOf(change.check, ''));
    return [];
  }
  const check = change.validates === undefined ? change.check : toValidate(change.validates);
  return domain.columns.flatMap(({ table, column, key, rows }) => {
    const [schemaname = '', relname = ''] = table.split('.');
    const place = scene.place({ schemaname, relname });
    if (place && place.columns.get(column)?.fromFile !== false) return [];
    const rule = check ? ruleOf(check, column) : change.notNull ? nullRule(column, names) : undefined;
    if (!rule) return [];
    const { sure } = step;
    const after = scene.changes({ schemaname, relname });
    return [{ statement: step.statement, table, only: false, rows, key, after, unsure: !sure, ...rule }];
  });

  function toValidate(name: string): DomainCheck | undefined {
    const added = later.get(id(name))?.rule;
    if (added?.kind === 'check') return { name, expression: added.expression, valid: false, fromFile: true };
    return domain?.checks.find((each) => each.name === name && !each.valid);
  }
}

interface Change {
  readonly domain: Partial<Domain>;
  readonly check?: DomainCheck;
  /** NOT VALID: for new values alone. */
  readonly isLater?: boolean;
  readonly notNull?: boolean;
  readonly validates?: string;
}

/** C: ADD CONSTRAINT, O: SET NOT NULL, N: DROP NOT NULL, X: DROP CONSTRAINT, V: VALIDATE. https://doxygen.postgresql.org/structAlterDomainStmt.html */
function changeOf({ subtype, name = '', def }: AlterDomainStmt, domain: Domain, source: Source): Change {
  const constraint = def && 'Constraint' in def ? def.Constraint : undefined;
  if (subtype === 'O' || constraint?.contype === 'CONSTR_NOTNULL')
    return { domain: { notNull: true }, ...(domain.notNull ? {} : { notNull: true }) };
  if (subtype === 'N') return { domain: { notNull: false } };
  if (subtype === 'X') return { domain: { checks: domain.checks.filter((each) => each.name !== name) } };
  if (subtype === 'V') return { domain: {}, validates: name };
  const expression = constraint && source.inBrackets(constraint.location ?? 0, 'check');
  if (!constraint || expression === undefined || !isEnforced(constraint)) return { domain: {} };
  const isLater = constraint.skip_validation === true;
  const check = {
    name: constraint.conname ?? `(${expression})`,
    expression,
    valid: !isLater,
    fromFile: true,
  };
  return { domain: { checks: [...domain.checks, check] }, check, isLater };
}

function made({ typeName, constraints = [] }: CreateDomainStmt, scene: Scene, source: Source): Domain {
  const below = scene.domain(nameList(typeName?.names));
  const own = constraints.flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
  const checks = own.flatMap(({ contype, conname, location = 0 }) => {
    const expression = contype === 'CONSTR_CHECK' ? source.inBrackets(location, 'check') : undefined;
    return expression === undefined
      ? []
      : [{ name: conname ?? `(${expression})`, expression, valid: true, fromFile: true }];
  });
  return {
    base: below?.base ?? typeSql(typeName),
    notNull: below?.notNull === true || own.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
    checks: [...(below?.checks ?? []), ...checks],
    columns: [],
  };
}

const ruleOf = ({ name, expression, fromFile }: DomainCheck, column: string): Found => ({
  rule: { kind: 'check', name: `CHECK ${name} of its domain in ${column}`, expression, column },
  fromFile,
});

const nullRule = (column: string, names: readonly string[]): Found => ({
  rule: { kind: 'null', columns: [column], of: `of domain ${names.join('.')}` },
  fromFile: false,
});
