import { promote } from '../calls/hosting.ts';
import { type Plan, planHash } from '../plan.ts';
import type { Session } from '../session.ts';
import { began, tried } from '../state.ts';

/**
 * A release that was cut off plans again when its job runs again, and its own migrations and its own promote are not a
 * reason to ask people again: does `now` differ from the plan in force by these alone?
 */
export function movedByItself(session: Session, now: Plan): boolean {
  const { state, context } = session;
  const { plan: known, approval } = state;
  if (!known || !began(state, 'migrate')) return false;
  if (context.environment.kind === 'production' && approval?.hash !== known.hash) return false;
  const { plan } = known;
  // Once all are applied, the schema is known as they left it: what came later is somebody else's doing.
  const left = state.schemaLeft;
  if (left !== undefined && left !== now.schemaFingerprint) return false;
  const planned = new Map(plan.migrations.map(({ version, checksum }) => [version, checksum]));
  if (now.migrations.some(({ version, checksum }) => planned.get(version) !== checksum)) return false;
  const promoted =
    now.production.deploymentId === plan.deployment.id &&
    tried(state, 'promote', promote.name(context.hosting));
  const before: Plan = {
    ...now,
    schemaFingerprint: plan.schemaFingerprint,
    migrations: plan.migrations,
    production: promoted ? plan.production : now.production,
  };
  return planHash(before) === known.hash;
}
