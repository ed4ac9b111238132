import { RUNBOOK_OF_CODE } from './runbooks.generated.ts';

/** Where the runbook of a code stands: in the repository this action was taken from, at the ref it was taken at. */
export function runbookUrl(code: string): string | undefined {
  const file = RUNBOOK_OF_CODE[code];
  if (!file) return undefined;
  const server = process.env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const repository = process.env['GITHUB_ACTION_REPOSITORY'];
  const ref = process.env['GITHUB_ACTION_REF'];
  return repository && ref ? `${server}/${repository}/blob/${ref}/${file}` : file;
}
