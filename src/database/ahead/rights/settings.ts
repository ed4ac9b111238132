import type { VariableSetStmt } from 'libpg-query';
import { quoteName } from '../../sql/names.ts';
import type { Asking } from './asking.ts';

/** A setting for superusers, unless SET on it was granted. https://www.postgresql.org/docs/current/runtime-config.html */
export function setting(ask: Asking, { name, kind }: VariableSetStmt): void {
  const known = name === undefined ? undefined : ask.world.settings.get(name.toLowerCase());
  if (!name || known?.context !== 'superuser' || kind === 'VAR_SET_MULTI') return;
  const mine = ask.world.rolesOf(ask.role);
  if (ask.world.isSuperuser(ask.role) || known.granted.some((to) => to === '' || mine.has(to))) return;
  ask.onPlatform(
    false,
    `only superusers can set ${name}`,
    `As a superuser: grant set on parameter ${name.toLowerCase()} to ${quoteName(ask.role)}.`,
  );
}
