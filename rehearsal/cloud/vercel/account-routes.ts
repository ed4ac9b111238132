import { CREATOR } from './creator.ts';
import { notFound } from './problem.ts';
import type { Route } from './route.ts';
import { page } from './shapes.ts';
import type { World } from './world.ts';

/** Who is signed in, and the one team. The CLI still asks some of it without a version, or by the first. */
export function accountRoutes(route: Route, world: World): void {
  const { uid, username, email } = CREATOR;
  const { team } = world;
  const teamAnswer = {
    ...team,
    ...{ avatar: null, description: null, billing: null, stagingPrefix: '', creatorId: uid },
    ...{ createdAt: 0, updatedAt: 0 },
    limited: false,
    created: new Date(0).toISOString(),
  };
  route('GET', '/v2/user', 'vercel.user', (c) =>
    c.json({
      user: {
        ...{ id: uid, uid, username, email, name: 'Local' },
        ...{ limited: true, avatar: null, defaultTeamId: team.id, version: 'northstar' },
      },
    }),
  );
  route('GET', ['/v2/teams', '/v1/teams'], 'vercel.teams', (c) => {
    const { rows: teams, pagination } = page([teamAnswer], (row) => row.createdAt, c.req.query());
    return c.json({ teams, pagination });
  });
  route('GET', ['/v2/teams/:id', '/teams/:id'], 'vercel.team', (c) => {
    if (![team.id, team.slug].includes(c.req.param('id') ?? '')) throw notFound('Team');
    return c.json(teamAnswer);
  });
  // Where deployment protection sends a visitor. It must not look like a page that works.
  route('GET', '/sso-api', 'vercel.sso', (c) => c.html('<title>Login – Vercel</title><h1>Log in</h1>', 401), {
    public: true,
  });
}
