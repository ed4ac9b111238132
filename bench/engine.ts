import { migrationEngine } from '../src/database/migrations/index.ts';
import { ShiplockError } from '../src/release/errors.ts';

/**
 * Says what went wrong and sets the exit code. An error that nobody catches is printed by Node.js with the line that
 * threw it, which in a build is all of the code.
 */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number | undefined> {
  try {
    return await run(env);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${said(error)}\n`);
    return undefined;
  }
}

function said(error: unknown): string {
  if (!(error instanceof ShiplockError)) return error instanceof Error ? error.message : String(error);
  const { code, what, done = [], notDone = [], next } = error.problem;
  return [
    `${code}: ${what}`,
    ...done.map((line) => `done: ${line}`),
    ...notDone.map((line) => `not done: ${line}`),
    `next: ${next}`,
  ].join('\n');
}

/**
 * Applies what is pending, or with SHIPLOCK_MODE=plan prints it, driven by the environment alone: for benches, tests and
 * containers.
 */
async function run(env: NodeJS.ProcessEnv): Promise<number> {
  const engine = migrationEngine({
    url: env['SHIPLOCK_DATABASE_URL'] ?? env['DATABASE_URL'] ?? '',
    workspace: env['SHIPLOCK_WORKSPACE'] ?? process.cwd(),
    directory: env['SHIPLOCK_MIGRATIONS'] ?? 'supabase/migrations',
    ...(env['SHIPLOCK_LOCK_TIMEOUT_MS'] ? { lockTimeoutMs: Number(env['SHIPLOCK_LOCK_TIMEOUT_MS']) } : {}),
    ...(env['SHIPLOCK_LOCK_BUDGET_MS'] ? { lockBudgetMs: Number(env['SHIPLOCK_LOCK_BUDGET_MS']) } : {}),
  });
  if (env['SHIPLOCK_MODE'] === 'plan') {
    const { pending } = await engine.pending({ refuse: false });
    process.stdout.write(`${JSON.stringify(pending)}\n`);
    return pending.length;
  }
  const applied = await engine.migrate({ say: (line) => process.stdout.write(`${line}\n`) });
  process.stdout.write(`${applied.length} applied\n`);
  return applied.length;
}
