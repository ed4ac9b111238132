import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Folders } from './tools.ts';
import type { File } from './workload.ts';

/** Writes one workload in every tool's layout. */
export function write(files: readonly File[]): Folders {
  const workspace = mkdtempSync(path.join(tmpdir(), 'shiplock-bench-'));
  const folders = {
    workspace,
    dbmate: path.join(workspace, 'dbmate'),
    nodePgMigrate: path.join(workspace, 'node-pg-migrate'),
  };
  const supabase = path.join(workspace, 'supabase/migrations');
  for (const folder of [supabase, folders.dbmate, folders.nodePgMigrate])
    mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(workspace, 'supabase/config.toml'), 'project_id = "bench"\n');
  for (const { version, name, sql } of files) {
    writeFileSync(path.join(supabase, `${version}_${name}.sql`), sql);
    writeFileSync(
      path.join(folders.dbmate, `${version}_${name}.sql`),
      `-- migrate:up\n${sql}\n-- migrate:down\n`,
    );
    writeFileSync(
      path.join(folders.nodePgMigrate, `${millis(version)}_${name}.sql`),
      `-- Up Migration\n${sql}\n-- Down Migration\n`,
    );
  }
  return folders;
}

/** node-pg-migrate wants milliseconds since the epoch, or 17 digits. */
function millis(version: string): string {
  return `${version}000`;
}
