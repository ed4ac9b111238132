/** An attack or accident that was carried out once, and the row it has in the threat model. */
export interface Row {
  readonly row: string;
  readonly attack: string;
}

/** Every row needs at least one test whose title starts with `attack <row>`: see main.ts. */
export const ROWS: readonly Row[] = [
  { row: '1', attack: 'the plan role swaps the deployment and keeps the approved hash' },
  {
    row: '2',
    attack: 'the plan role forges outcomes, snapshots and pre-opened releases, or drops a migration',
  },
  { row: '3', attack: 'the plan role opens a newer release of the commit, or sits on the record’s lock' },
  { row: '4', attack: 'numbers that the database writes in another way break `record verify`' },
  { row: '4a', attack: 'a row of shiplock.release is changed: outside the chain' },
  { row: '5', attack: 'a commit changes its own approvals, gates, freeze or break-glass' },
  { row: '6', attack: 'the author breaks the glass with default settings, unseen; `requires` is off unsaid' },
  { row: '7', attack: 'a rejection is taken for something else, edited away, or ignored after the approval' },
  { row: '7a', attack: 'an approval hidden in HTML, comments or quotes counts' },
  { row: '8', attack: 'an environment review of one plan counts for another' },
  { row: '8a', attack: 'waiting for approval uses up the job token’s requests' },
  { row: '9', attack: 'an author under another address approves their own work' },
  { row: '10', attack: 'approved before a freeze, shipped inside it' },
  { row: '11', attack: 'a posted deployment, or a release rolled back since, counts as proof from staging' },
  { row: '12', attack: 'release-id names another commit’s release' },
  {
    row: '13',
    attack: 'a probe path, a redirect or a JSON source of a gate carries a secret to another host',
  },
  { row: '14', attack: 'a gate’s SQL leaves its read-only transaction' },
  { row: '15', attack: 'a line break in a value runs as a workflow command in the log' },
  { row: '16', attack: 'a vendor’s error echoes a token, encoded' },
  { row: '17', attack: 'names such as `constructor`, and a broken event file, end as an internal error' },
  { row: '18', attack: 'secrets, links, special files or too many files in the folder that is uploaded' },
  { row: '18a', attack: 'markup in a migration reaches the pull-request comment' },
  { row: '18b', attack: 'no RLS matrix and no verify files, without a word' },
  { row: '18c', attack: 'a password in the process list' },
  { row: '18d', attack: 'a YAML alias bomb, or an unresolved alias, in the settings' },
  { row: '19', attack: 'text cut in the middle of an emoji fails the watch' },
  { row: '20', attack: 'a failing test run ends with exit code 0' },
  { row: '21', attack: 'a guard that is switched off is noticed by no test' },
  { row: '22', attack: 'a stale runner, or several processes of one release, send a promote' },
  { row: '23', attack: 'the plan role has the shipping role run its functions' },
];
