import { createHash } from 'node:crypto';
import type { Hazard, MigrationPlan, PendingMigrations, StatementPlan } from '../../release/ports.ts';
import { RULES } from '../hazards/rules/index.ts';

const LEVEL = { info: 'note', warning: 'warning', refused: 'error' } as const;

/**
 * Hazards as SARIF 2.1.0, for code scanning: each at its line, allowed ones suppressed with their reason.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function planSarif(plan: PendingMigrations, version: string): string {
  const ids = [...RULES.keys()];
  const report = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Shiplock',
            version,
            rules: rules(),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: plan.pending.flatMap((migration) =>
          migration.statements.flatMap((statement) =>
            statement.hazards.map((hazard) => result(ids, migration, statement, hazard)),
          ),
        ),
      },
    ],
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function rules() {
  return [...RULES.values()].map(({ id, title, severity, instead }) => ({
    id,
    shortDescription: { text: title },
    ...(instead ? { help: { text: `Instead: ${instead}` } } : {}),
    defaultConfiguration: { level: LEVEL[severity] },
  }));
}

function result(ids: readonly string[], migration: MigrationPlan, statement: StatementPlan, hazard: Hazard) {
  return {
    ruleId: hazard.rule,
    ruleIndex: ids.indexOf(hazard.rule),
    level: LEVEL[hazard.severity],
    message: { text: hazard.instead ? `${hazard.message}. Instead: ${hazard.instead}` : hazard.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: migration.file.split('/').map(encodeURIComponent).join('/'),
            uriBaseId: '%SRCROOT%',
          },
          region: { startLine: statement.line, startColumn: statement.column },
        },
      },
    ],
    // The same hazard stays the same alert when lines above it move.
    partialFingerprints: { 'shiplockHazard/v1': fingerprint(migration, statement, hazard) },
    ...(hazard.allowed ? { suppressions: [{ kind: 'inSource', justification: hazard.allowed.reason }] } : {}),
  };
}

function fingerprint(migration: MigrationPlan, statement: StatementPlan, hazard: Hazard): string {
  return createHash('sha256')
    .update([migration.version, hazard.rule, hazard.message, statement.summary].join('\u0000'))
    .digest('hex');
}
