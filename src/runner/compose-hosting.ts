import type { VercelHosting } from '../hosting/index.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { runFacts } from './github.ts';
import { type Inputs, required } from './values.ts';

export async function composeHosting(inputs: Inputs, settings: EnvironmentSettings): Promise<VercelHosting> {
  const { vercelHosting } = await import('../hosting/index.ts');
  const project = inputs['vercel-project'] ?? settings.vercel.project;
  const teamId = inputs['vercel-team'] ?? settings.vercel.team;
  const protectionBypass = inputs['vercel-protection-bypass'];
  const { remoteUrl, branch } = runFacts();
  const apiUrl = process.env['SHIPLOCK_VERCEL_API_URL'];
  return vercelHosting({
    token: required(inputs, 'vercel-token'),
    project: project ?? required(inputs, 'vercel-project'),
    ...(teamId ? { teamId } : {}),
    ...(apiUrl ? { apiUrl } : {}),
    ...(settings.vercel.domains ? { domains: settings.vercel.domains } : {}),
    ...(remoteUrl ? { git: { remoteUrl, ...(branch ? { branch } : {}) } } : {}),
    ...(protectionBypass ? { protectionBypass } : {}),
    confirmPath: settings.vercel.confirmPath,
  });
}
