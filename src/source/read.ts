import path from 'node:path';
import { count } from '../present/count.ts';
import type { Say } from '../release/ports.ts';
import { openCheckout, wrongFolder } from './checkout.ts';
import { type Looked, lookInto, namedFiles } from './committed.ts';
import type { Entry } from './entry.ts';
import { leftOut, rulesOf } from './ignored.ts';
import { includedFiles } from './included.ts';
import { shownPath } from './names.ts';
import { GitObjects } from './objects.ts';
import { type Refusal, refused } from './refusals.ts';
import { inOrder, refuseBoth, refuseLinks } from './together.ts';
import { entryAt, filesBelow, type TreeFile, treeOf } from './tree.ts';
import { lookIntoIncluded, withLfs } from './working-tree.ts';

export interface SourceOptions {
  /** Absolute path of the checkout. */
  readonly workspace: string;
  /** Absolute path of the folder that is uploaded: the checkout or a folder in it. */
  readonly directory: string;
  /** Full SHA. */
  readonly commit: string;
  /** Files and folders of the working tree that are uploaded too; relative to `directory`. */
  readonly include?: readonly string[];
  /** Rules as in a .gitignore: what is left out. */
  readonly exclude?: readonly string[];
  /** Files that look secret, and are not. */
  readonly allowFiles?: readonly { readonly path: string; readonly reason: string }[];
  readonly say?: Say;
}

export interface Read {
  /** Of the checkout. */
  readonly root: string;
  /** In the byte order of their paths. */
  readonly entries: readonly Entry[];
}

/** What an upload of the commit consists of. All that is refused is told at once. */
export async function readSource(options: SourceOptions): Promise<Read> {
  const checkout = await openCheckout(options);
  const objects = new GitObjects(checkout.root);
  try {
    return { root: checkout.root, entries: await collect(objects, checkout, options) };
  } finally {
    objects.close();
  }
}

async function collect(
  objects: GitObjects,
  { folder: parts }: { readonly folder: readonly string[] },
  options: SourceOptions,
): Promise<Entry[]> {
  const { directory, include = [], exclude = [], say = () => {} } = options;
  const folder = parts.join('/') || '.';
  const refusals: Refusal[] = [];
  const refuse = (refusal: Refusal) => void refusals.push(refusal);
  const allowed = new Map((options.allowFiles ?? []).map((one) => [one.path, one.reason]));
  const suspect = (file: string, why: string) => {
    const reason = allowed.get(file);
    if (reason === undefined) refuse({ path: file, why, allowable: true });
    else say(`${shownPath(file)} ${why}, but is allowed: ${reason}`);
  };

  const committed = await filesOf(objects, options, parts);
  const rules = await vercelignore(objects, committed);
  const excluded = leftOut(exclude);
  const isIncluded = coveredBy(include);
  const ignoredByVercel = leftOut(rules);
  const named = namedFiles(
    committed,
    (file) => excluded(file) || isIncluded(file) || ignoredByVercel(file),
    refuse,
  );
  const added = (await includedFiles(directory, include, refuse)).filter(({ path: file }) => !excluded(file));
  const looked = [
    ...(await withLfs(await lookInto(objects, named, suspect), directory, refuse, suspect)),
    ...(await lookIntoIncluded(added, suspect)),
  ];
  refuseLinks(looked, refuse);
  refuseBoth(looked, refuse);
  if (refusals.length > 0) throw refused(refusals, folder);
  if (looked.length === 0) throw wrongFolder(folder, options.commit, await whyEmpty(committed, directory));
  say(summary(looked, named.length, committed.length, options.commit));
  return inOrder(looked);
}

async function filesOf(
  objects: GitObjects,
  options: SourceOptions,
  parts: readonly string[],
): Promise<TreeFile[]> {
  const tree = await treeOf(objects, options.commit);
  const at = await entryAt(objects, tree, parts);
  if (at && !at.isFolder) throw wrongFolder(parts.join('/'), options.commit, 'it is a file there');
  if (at) return filesBelow(objects, at.oid);
  // A folder that only a build makes may be uploaded by name.
  return [];
}

/** What Vercel leaves out by the app's own file, which is of the commit too. */
async function vercelignore(objects: GitObjects, files: readonly TreeFile[]): Promise<string[]> {
  const file = files.find(({ path: name, mode }) => mode.startsWith('100') && name.equals(VERCELIGNORE));
  return file ? rulesOf((await objects.whole(file.oid)).bytes.toString()) : [];
}

const VERCELIGNORE = Buffer.from('.vercelignore');

/** What the settings name is taken from the working tree, and not from the commit. */
function coveredBy(include: readonly string[]): (file: string) => boolean {
  const folders = include.map((name) => path.posix.normalize(name).replace(/\/+$/, ''));
  return (file) =>
    folders.some((folder) => folder === '.' || file === folder || file.startsWith(`${folder}/`));
}

async function whyEmpty(committed: readonly TreeFile[], directory: string): Promise<string> {
  if (committed.length > 0)
    return `app.exclude or .vercelignore exclude everything in it (${count(committed.length, 'file')})`;
  const { stat } = await import('node:fs/promises');
  const there = await stat(directory).catch(() => undefined);
  if (!there) return 'there is no such folder';
  return 'the folder exists, but no file in it is committed';
}

function summary(looked: readonly Looked[], named: number, committed: number, commit: string): string {
  const bytes = looked.reduce((sum, { entry }) => sum + entry.size, 0);
  const besides = looked.length - named;
  return [
    `${count(looked.length, 'file')} of commit ${commit.slice(0, 12)}, ${(bytes / 1e6).toFixed(1)} MB`,
    ...(besides > 0 ? [`${besides} of them from app.include`] : []),
    ...(committed > named ? [`${committed - named} excluded`] : []),
  ].join('; ');
}
