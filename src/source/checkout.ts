import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { configurationError } from '../release/errors.ts';
import { askGit } from './git.ts';
import { shownPath } from './names.ts';

/** The checkout that holds the commit, and the folder that is uploaded as the parts of its path in there. */
export async function openCheckout(where: {
  readonly workspace: string;
  readonly directory: string;
  readonly commit: string;
}): Promise<{ readonly root: string; readonly folder: readonly string[] }> {
  const { workspace, directory, commit } = where;
  const root = await holding(commit, [await nearestFolder(directory), workspace]);
  const folder = path.relative(root, await resolved(directory));
  if (folder.startsWith('..') || path.isAbsolute(folder))
    throw unusable(`the folder ${directory} is outside the checkout in ${root}`);
  return { root, folder: folder.split(path.sep).filter(Boolean) };
}

/**
 * The checkout that holds the commit. Usually the workspace is it; actions/checkout may have put it into a folder of the
 * workspace, and the folder that is uploaded may be a submodule, which does not hold the commit.
 */
async function holding(commit: string, places: readonly string[]): Promise<string> {
  let problem = '';
  for (const place of places) {
    const asked = await askGit(place, ['rev-parse', '--show-toplevel']);
    if ('failed' in asked) {
      problem ||= asked.absent
        ? 'git is not installed here, or the workspace does not exist'
        : `${place} is not a readable git checkout: ${asked.failed}`;
      continue;
    }
    const root = await realpath(asked.out);
    const kind = await askGit(root, ['cat-file', '-t', commit]);
    if ('out' in kind && kind.out === 'commit') return root;
    problem =
      'out' in kind
        ? `${commit} is a ${kind.out}, not a commit`
        : `the checkout in ${root} does not have commit ${commit}`;
  }
  throw unusable(problem);
}

async function nearestFolder(directory: string): Promise<string> {
  const found = await stat(directory).catch(() => undefined);
  const parent = path.dirname(directory);
  return found?.isDirectory() || parent === directory ? directory : nearestFolder(parent);
}

/** The real path of what exists of it: the folder may be of the commit and not of the working tree. */
async function resolved(directory: string): Promise<string> {
  try {
    return await realpath(directory);
  } catch {
    const parent = path.dirname(directory);
    return parent === directory ? directory : path.join(await resolved(parent), path.basename(directory));
  }
}

/** The commit's files cannot be told. */
export function unusable(what: string) {
  return configurationError({
    code: 'SHIPLOCK_UPLOAD_NO_COMMIT',
    what: `could not read the files of the commit: ${what}`,
    notDone: ['nothing was uploaded'],
    next: 'Check out the shipped commit with its files before this step: actions/checkout with `ref` set to that commit. A tarball or a copied folder cannot be shipped, because nothing ties it to the commit.',
  });
}

/** The folder that should be uploaded is not one, or nothing is left of it. */
export function wrongFolder(folder: string, commit: string, why: string) {
  return configurationError({
    code: 'SHIPLOCK_UPLOAD_FOLDER',
    what: `there is nothing to upload from the folder ${shownPath(folder)} of commit ${commit.slice(0, 12)}: ${why}`,
    notDone: ['nothing was uploaded'],
    next: 'Set app.directory in shiplock.yml (or the input working-directory) to the folder of the app, relative to the repository, and commit its files. Name files that an earlier step creates in app.include.',
  });
}
