import { CODES, type Code } from '../release/codes.ts';

/** Where the runbook of a code stands: in the repository this action was taken from, at the ref it was taken at. */
export function runbookUrl(code: Code): string {
  const file = CODES[code].runbook;
  const server = process.env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const repository = process.env['GITHUB_ACTION_REPOSITORY'];
  const ref = process.env['GITHUB_ACTION_REF'];
  return repository && ref ? `${server}/${repository}/blob/${ref}/${file}` : file;
}
