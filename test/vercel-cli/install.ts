import path from 'node:path';
import { installed } from '../support/installed.ts';

/** The path of Vercel's own CLI. It is no dependency of this repository: 360 MB would be too many for every `npm ci`. */
export async function vercelCli(): Promise<string> {
  const modules = await installed(path.join(import.meta.dirname, 'package'), 'vercel-cli');
  return path.join(modules, 'vercel/dist/vc.js');
}
