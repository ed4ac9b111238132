import type { Plan, PlannedMigration } from './plan.ts';

/** A plan for tests: one pending migration, nothing special about it. */
export const PLAN: Plan = {
  format: 1,
  environment: 'production',
  kind: 'production',
  commit: 'a'.repeat(40),
  deployment: { id: 'dpl_1', url: 'https://one.example', digest: 'd'.repeat(64) },
  replaces: { releaseId: 'rel_0', commit: '0'.repeat(40) },
  production: { deploymentId: 'dpl_0', pinned: false },
  schemaFingerprint: 'f'.repeat(64),
  migrations: [plannedMigration('1')],
  provedBy: { environment: 'staging', releaseId: 'rel_s' },
  settings: { app: 'web' },
  policy: { holds: { approvals: 1 }, next: null, others: {}, changes: [] },
};

export function plannedMigration(version: string, more: Partial<PlannedMigration> = {}): PlannedMigration {
  return {
    ...{ version, name: 'x', file: `migrations/${version}_x.sql`, checksum: `c${version}`, phase: 'expand' },
    ...{ transactional: true, locks: [], hazards: [] },
    ...more,
  };
}
