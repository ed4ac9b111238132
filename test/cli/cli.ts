import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
export type Cli = (...args: readonly string[]) => Promise<Said>;

/** `node dist/cli.js` as somebody on call runs it: in a folder, with secrets by environment alone. */
export function cliIn(cwd: string, secrets: Readonly<Record<string, string>>): Cli {
  const { PATH, HOME } = process.env;
  return async (...args) => {
    const file = path.join(root, 'dist/cli.js');
    try {
      const run = promisify(execFile)(process.execPath, [file, ...args], {
        cwd,
        env: { PATH, HOME, ...secrets },
      });
      return { code: 0, ...(await run) };
    } catch (error) {
      const { code, stdout, stderr } = error as Said;
      return { code, stdout, stderr };
    }
  };
}
