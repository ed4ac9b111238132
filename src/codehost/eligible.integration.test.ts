import { expect, it } from 'vitest';
import type { Reply, Seen } from '../../test/support/scripted-server.ts';
import { failureOf, github, table } from './github.fixture.ts';

const permissions = (admin: boolean, push: boolean) => ({
  ...{ admin, maintain: admin, push, triage: push, pull: true },
});
const orgs =
  (rows: Record<string, Reply>) =>
  (seen: Seen): Reply | undefined =>
    rows[seen.path.split('?')[0]!];
const ann = { body: { permission: 'admin', role_name: 'admin' } };
const NOT_FOUND = { status: 404, body: { message: 'Not Found' } };
const ask = { logins: [], teams: [], everybody: false };

it('tells what everybody with access may do, by the organization’s own role too, and who is a bot', async () => {
  const { host } = await github((seen) =>
    seen.path.startsWith('/repos/acme/shop/collaborators')
      ? {
          body: [
            { login: 'ann', type: 'User', role_name: 'admin', permissions: permissions(true, true) },
            { login: 'bob', type: 'User', role_name: 'releaser', permissions: permissions(false, true) },
            { login: 'rae', type: 'User', role_name: 'read', permissions: permissions(false, false) },
            { login: 'robot', type: 'Bot', role_name: 'write', permissions: permissions(false, true) },
          ],
        }
      : undefined,
  );
  const { everybody } = await host.people({ ...ask, everybody: true });
  expect(
    everybody?.map(({ login, person, access }) => [login, person, access.role, access.permission]),
  ).toEqual([
    ['ann', true, 'admin', 'admin'],
    ['bob', true, 'releaser', 'write'],
    ['rae', true, 'read', 'read'],
    ['robot', false, 'write', 'write'],
  ]);
});

it('tells what people by name and members of a team may do; a person who is gone may nothing', async () => {
  const members = { body: [{ login: 'ann', type: 'User' }] };
  const { host } = await github(
    (seen) =>
      table({ 'GET /collaborators/ann/permission': ann, 'GET /collaborators/gone/permission': NOT_FOUND })(
        seen,
      ) ?? orgs({ '/orgs/acme/teams/dba/members': members })(seen),
  );
  const found = await host.people({ ...ask, logins: ['gone'], teams: ['acme/dba'] });
  expect(found.named).toMatchObject([{ login: 'gone', access: { role: 'none' } }]);
  expect(found.teams.get('acme/dba')).toMatchObject([{ login: 'ann', access: { permission: 'admin' } }]);
});

it('calls a team gone only where the organization lists its teams without it', async () => {
  const there = await github(
    orgs({ '/orgs/acme/teams/dba/members': NOT_FOUND, '/orgs/acme/teams': { body: [{ slug: 'ops' }] } }),
  );
  expect((await there.host.people({ ...ask, teams: ['acme/dba'] })).teams.get('acme/dba')).toBe('gone');
});

it.each<[string, Record<string, Reply>]>([
  ['the token may not list teams', { '/orgs/acme/teams': { status: 403, body: { message: 'Forbidden' } } }],
  ['the organization is not visible', { '/orgs/acme/teams': NOT_FOUND }],
  ['the team is there after all', { '/orgs/acme/teams': { body: [{ slug: 'DBA' }] } }],
])('tells nothing where %s', async (_why, rows) => {
  const { host } = await github(orgs({ '/orgs/acme/teams/dba/members': NOT_FOUND, ...rows }));
  await failureOf(host.people({ ...ask, teams: ['acme/dba'] }));
});

it('tells nothing where a permission cannot be read, or too many had to be', async () => {
  const { host } = await github(
    table({ 'GET /collaborators/ann/permission': { status: 403, body: { message: 'Forbidden' } } }),
  );
  expect((await failureOf(host.people({ ...ask, logins: ['ann'] }))).code).toBe('SHIPLOCK_GITHUB_FORBIDDEN');
  const many = Array.from({ length: 61 }, (_, nth) => `person-${nth}`);
  expect(String(await failureOf(host.people({ ...ask, logins: many })))).toContain('too many');
});
