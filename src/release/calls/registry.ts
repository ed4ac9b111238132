import * as codeHost from './code-host.ts';
import * as database from './database.ts';
import type { CallFacts } from './define.ts';
import * as errorTracker from './error-tracker.ts';
import * as hosting from './hosting.ts';
import * as notices from './notices.ts';
import { type Effect, METHODS, type PortName } from './ports.ts';
import * as rolling from './rolling.ts';

/** Every write that leaves the process, in the order of a release. */
export const WRITES: readonly CallFacts[] = [
  codeHost.openDeployment,
  errorTracker.openRelease,
  hosting.deploy,
  hosting.pointPreview,
  codeHost.comment,
  notices.publish,
  database.migrate,
  hosting.promote,
  rolling.advance,
  rolling.complete,
  codeHost.deploymentStatus,
  errorTracker.uploadSourceMaps,
  errorTracker.finalizeRelease,
  errorTracker.recordDeploy,
  database.contract,
  hosting.rollback,
  database.down,
  codeHost.rerunJob,
].map(({ facts }) => facts);

export interface ReadFacts {
  readonly kind: 'read';
  readonly port: PortName;
  readonly method: string;
}

/** Every method of a port that only reads: whatever becomes of the answer, it may be asked again. */
export function reads(): readonly ReadFacts[] {
  return (Object.keys(METHODS) as PortName[]).flatMap((port) =>
    methodsOf(port, 'read').map((method) => ({ kind: 'read', port, method }) as const),
  );
}

/** All calls that leave the process. */
export function outsideCalls(): readonly (CallFacts | ReadFacts)[] {
  return [...WRITES, ...reads()];
}

export function methodsOf(port: PortName, effect: Effect): readonly string[] {
  return Object.entries(METHODS[port]).flatMap(([method, is]) => (is === effect ? [method] : []));
}
