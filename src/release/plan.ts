import { z } from 'zod';
import { canonical, hashOf, type Json, type JsonObject, toJson } from './canonical.ts';
import { jsonObject } from './json-schema.ts';
import type { EnvironmentKind } from './phases.ts';
import { differences, type PlanPolicy, policySchema } from './policy.ts';
import type { PendingMigrations } from './ports.ts';

/** What a release will do. Everything in it is hashed; facts for people (sizes, row counts) are kept beside it. */
export interface Plan {
  readonly format: 1;
  readonly environment: string;
  readonly kind: EnvironmentKind;
  readonly commit: string;
  /** `digest`: of the files that hosting says the deployment holds; null in a dry run, where nothing was uploaded. */
  readonly deployment: {
    readonly id: string;
    readonly url: string;
    readonly digest: string | null;
    /** The files are not the commit's: a job built them of it. */
    readonly prebuilt?: true | undefined;
  };
  readonly replaces: { readonly releaseId: string; readonly commit: string } | null;
  readonly production: { readonly deploymentId: string | null; readonly pinned: boolean };
  readonly schemaFingerprint: string;
  readonly migrations: readonly PlannedMigration[];
  /** Contract files of earlier releases that this one passes by. */
  readonly waiting?:
    | readonly { readonly version: string; readonly file: string; readonly checksum: string }[]
    | undefined;
  /** The release that finished the same commit in the required environment. */
  readonly provedBy: { readonly environment: string; readonly releaseId: string } | null;
  /** It brings nothing new, so fewer people need to approve it and its gates are shorter; and which release shows it. */
  readonly fastLane?:
    | { readonly because: 'served-before' | 'revert'; readonly releaseId: string; readonly commit: string }
    | undefined;
  /** The commit's own settings of the environment: where its files are. */
  readonly settings: JsonObject;
  /** Which rules decide this release, and how they differ from those before. */
  readonly policy: PlanPolicy;
}

export interface PlannedMigration {
  readonly version: string;
  readonly name: string;
  readonly file: string;
  readonly checksum: string;
  readonly phase: 'expand' | 'contract';
  readonly transactional: boolean;
  readonly locks: readonly string[];
  readonly hazards: readonly string[];
  /** Why it is applied after later versions. */
  readonly late?: string | undefined;
}

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

/** A plan as it is read back. Strict: what this version does not know would be hashed and not looked at. */
export const planSchema: z.ZodType<Plan> = z.strictObject({
  format: z.literal(1),
  environment: z.string(),
  kind: z.enum(['staging', 'production']),
  commit: z.string(),
  deployment: z.strictObject({
    id: z.string(),
    url: z.string(),
    digest: hex64.nullable(),
    prebuilt: z.literal(true).optional(),
  }),
  replaces: z.strictObject({ releaseId: z.string(), commit: z.string() }).nullable(),
  production: z.strictObject({ deploymentId: z.string().nullable(), pinned: z.boolean() }),
  schemaFingerprint: z.string(),
  migrations: z.array(
    z.strictObject({
      version: z.string(),
      name: z.string(),
      file: z.string(),
      checksum: z.string(),
      phase: z.enum(['expand', 'contract']),
      transactional: z.boolean(),
      locks: z.array(z.string()),
      hazards: z.array(z.string()),
      late: z.string().optional(),
    }),
  ),
  waiting: z
    .array(z.strictObject({ version: z.string(), file: z.string(), checksum: z.string() }))
    .optional(),
  provedBy: z.strictObject({ environment: z.string(), releaseId: z.string() }).nullable(),
  fastLane: z
    .strictObject({
      because: z.enum(['served-before', 'revert']),
      releaseId: z.string(),
      commit: z.string(),
    })
    .optional(),
  settings: jsonObject,
  policy: policySchema,
});

export function planHash(plan: Plan): string {
  return hashOf(toJson(plan));
}

/** A plan whose hash is computed when it is asked for: lists of releases do not. */
export function hashed(plan: Plan): { readonly plan: Plan; readonly hash: string } {
  let known: string | undefined;
  return {
    plan,
    get hash() {
      known ??= planHash(plan);
      return known;
    },
  };
}

/** Twelve digits: what people type in `/approve`. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

export function planMigrations(pending: PendingMigrations): PlannedMigration[] {
  return pending.pending.map((migration) => ({
    version: migration.version,
    name: migration.name,
    file: migration.file,
    checksum: migration.checksum,
    phase: migration.phase,
    transactional: migration.transactional,
    ...(migration.late === undefined ? {} : { late: migration.late }),
    locks: unique(
      migration.statements.flatMap((s) => s.locks.map((lock) => `${lock.level} ${lock.relation}`)),
    ),
    hazards: unique(
      migration.statements.flatMap((s) =>
        s.hazards
          .filter((h) => h.severity !== 'info' && !h.passing)
          .map((h) => `${h.rule}${h.allowed ? ' (allowed)' : ''} line ${s.line}`),
      ),
    ),
  }));
}

const unique = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** What moved between the plan that was approved and the same plan computed now, as sentences. Empty: nothing. */
export function movedSince(approved: Plan, now: Plan, objects = ''): string[] {
  const moved: string[] = [];
  const say = (changed: boolean, sentence: string) => changed && moved.push(sentence);
  say(approved.commit !== now.commit, `the commit was ${approved.commit}, now it is ${now.commit}`);
  say(
    approved.deployment.id !== now.deployment.id,
    `the staged deployment was ${approved.deployment.id}, now it is ${now.deployment.id}`,
  );
  say(
    approved.deployment.id === now.deployment.id && approved.deployment.digest !== now.deployment.digest,
    `the files of the staged deployment changed (digest ${digestOf(approved)}, now ${digestOf(now)})`,
  );
  say(
    approved.production.deploymentId !== now.production.deploymentId,
    `production was served by deployment ${approved.production.deploymentId ?? 'none'}, now by ${now.production.deploymentId ?? 'none'}`,
  );
  say(
    approved.production.pinned !== now.production.pinned,
    now.production.pinned ? 'a rollback pinned production' : 'production is no longer pinned',
  );
  say(
    approved.replaces?.releaseId !== now.replaces?.releaseId,
    `the release to replace was ${approved.replaces?.releaseId ?? 'none'}, now it is ${now.replaces?.releaseId ?? 'none'}`,
  );
  moved.push(...movedMigrations(approved.migrations, now.migrations));
  const waits = ({ waiting }: Plan) => (waiting ?? []).map(({ file }) => file).join(', ');
  say(
    waits(approved) !== waits(now),
    `the waiting contract files were ${waits(approved) || 'none'}, now they are ${waits(now) || 'none'}`,
  );
  say(
    approved.schemaFingerprint !== now.schemaFingerprint,
    `the schema was changed by somebody else${objects ? `: ${objects}` : ''} (fingerprint ${shortHash(approved.schemaFingerprint)}, now ${shortHash(now.schemaFingerprint)})`,
  );
  say(
    approved.provedBy?.releaseId !== now.provedBy?.releaseId,
    'a different release proved this commit on staging',
  );
  say(
    approved.fastLane?.releaseId !== now.fastLane?.releaseId ||
      approved.fastLane?.because !== now.fastLane?.because,
    now.fastLane
      ? `the release takes the fast lane now (${now.fastLane.because}, ${now.fastLane.releaseId})`
      : 'the release no longer takes the fast lane',
  );
  say(
    hashOf(approved.settings) !== hashOf(now.settings),
    'the commit’s own settings for the environment (its folders) changed',
  );
  // A plan of an earlier version has none.
  if (approved.policy) moved.push(...movedRules(approved.policy, now.policy));
  if (moved.length === 0 && planHash(approved) !== planHash(now)) moved.push('the plan changed');
  return moved;
}

const digestOf = ({ deployment }: Plan): string =>
  deployment.digest ? shortHash(deployment.digest) : 'none';

function movedRules(approved: PlanPolicy, now: PlanPolicy): string[] {
  const line = (what: string) => (row: { key: string; from: Json; to: Json }) =>
    `${what} ${row.key} was ${told(row.from)}, now it is ${told(row.to)}`;
  return [
    ...differences(approved.holds, now.holds).map(line('the rule')),
    ...differences(approved.next ?? approved.holds, now.next ?? now.holds)
      .map(line('for the next release the rule'))
      .filter(() => canonical(approved.next) !== canonical(now.next)),
  ];
}

const told = (value: Json): string => (value === null ? 'not set' : canonical(value));

function movedMigrations(before: readonly PlannedMigration[], now: readonly PlannedMigration[]): string[] {
  const moved: string[] = [];
  const old = new Map(before.map((m) => [m.version, m]));
  const fresh = new Map(now.map((m) => [m.version, m]));
  for (const migration of now) {
    const was = old.get(migration.version);
    if (!was) moved.push(`${migration.file} is a new migration`);
    else if (was.checksum !== migration.checksum) moved.push(`${migration.file} was edited`);
    else if (hashOf(toJson(was)) !== hashOf(toJson(migration)))
      moved.push(`the locks or risks of ${migration.file} changed with the live schema`);
  }
  for (const migration of before) {
    if (!fresh.has(migration.version)) moved.push(`${migration.file} is gone, or somebody else applied it`);
  }
  return moved;
}
