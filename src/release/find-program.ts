import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/**
 * A program that the job or the app's own packages bring. What the job put on PATH comes first: a workflow says that,
 * and a commit says what is in the workspace. Folders of PATH that are relative would be the commit's too.
 *
 * @returns Its absolute path; undefined where it is nowhere.
 */
export async function findProgram(
  name: string,
  workspace: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const folders = [
    ...(env['PATH'] ?? '').split(path.delimiter),
    path.resolve(workspace, 'node_modules', '.bin'),
  ];
  for (const folder of folders.filter(path.isAbsolute)) {
    const file = path.join(folder, process.platform === 'win32' ? `${name}.cmd` : name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}
