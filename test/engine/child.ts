import { enableCompileCache } from 'node:module';

/**
 * One run of the engine in a process that may be killed. It loads everything first and waits for a line on stdin, so
 * that the time until the kill is spent on migrating.
 */
enableCompileCache();
const { main } = await import('../../bench/engine.ts');
const { loadParser } = await import('../../src/database/sql/parser.ts');
await Promise.all([import('pg'), loadParser(), import('../../src/database/migrations/down.ts')]);
process.stdin.once('data', () => {
  main().then(
    () => process.exit(0),
    (error: { code?: string; message?: string }) => {
      process.stderr.write(`${error.code} ${error.message}\n`);
      process.exit(1);
    },
  );
});
process.stdout.write('ready\n');
