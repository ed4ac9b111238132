import { migrationEngine } from './index.ts';

/**
 * Applies what is pending, or with SHIPLOCK_MODE=plan prints it, driven by the environment alone: for benches, tests and
 * containers.
 */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number> {
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
