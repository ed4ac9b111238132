import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../scripts/project.ts';

/** Keys for the app's encrypted fields, of this run alone. */
export function invented(): { readonly FIELD_ENCRYPTION_KEYS: string; readonly FIELD_INDEX_KEYS: string } {
  const key = () => `invented:${randomBytes(32).toString('base64')}`;
  return { FIELD_ENCRYPTION_KEYS: key(), FIELD_INDEX_KEYS: key() };
}

/** `npm run keys:rotate`: the sample people's numbers are written in clear by the seed. */
export async function encryptNumbers(url: string, keys: ReturnType<typeof invented>): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(root, 'supabase/keys/main.ts')], {
    env: { ...process.env, DATABASE_URL: url, ...keys },
  });
}
