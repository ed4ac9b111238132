import { apply, applyPending } from './apply.ts';
import { look, plan } from './engine.ts';
import type { EngineOptions, MigrationEngine } from './types.ts';

export type { EngineOptions, MigrationEngine } from './types.ts';

/** The migration engine for one database and one folder. Nothing is opened before a method is called. */
export function migrationEngine(options: EngineOptions): MigrationEngine {
  return {
    async status() {
      const { checked } = await look(options);
      return { applied: checked.appliedCount, pending: checked.pending };
    },
    pending: (pendingOptions = {}) => plan(options, pendingOptions),
    async apply(request) {
      if (options.engine !== 'supabase-cli') return apply(options, request);
      const { applyWithCli } = await import('./supabase-cli.ts');
      return applyWithCli(options, request);
    },
    migrate: ({ say }) => applyPending(options, say),
    async checkDown(request) {
      const { checkDown } = await import('./down.ts');
      return checkDown(options, request);
    },
    async down(request) {
      const { down } = await import('./down.ts');
      return down(options, request);
    },
  };
}
