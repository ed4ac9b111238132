import path from 'node:path';
import { addContact, breakProduction, mend } from './changes.ts';
import { People } from './people.ts';
import { badRelease, expandUnderLoad, firstRelease, killedAndResumed } from './releases.ts';
import { openRelease } from './road.ts';
import type { ReleaseAtWork, Stage } from './stage.ts';
import { makeWorkspace, nextWorkspace, settingsFile, type Workspace } from './workspace.ts';

/**
 * Four releases of one repository. Work that disturbs nobody goes ahead: the next release is built while this
 * one waits for its approval; never while users are counted. A sample leaves out the fourth, whose job is killed.
 */
export async function tell(stage: Stage, directory: string, sample: boolean): Promise<void> {
  const { cloud } = stage;
  const people = new People(cloud);
  for (const { id } of Object.values(cloud.vercel.projects)) {
    // `npm test` checks the types; a rehearsal builds the same commit twice and need not.
    cloud.vercel.setEnv(id, 'production', 'SKIP_TYPECHECK', '1');
    cloud.vercel.setEnv(id, 'production', 'NEXT_TELEMETRY_DISABLED', '1');
    // A machine that builds beside it is slow, and still serves.
    cloud.vercel.setEnv(id, 'production', 'READINESS_LIMIT_MS', '10000');
  }
  const at = (number: number) => path.join(directory, `release-${number}`);
  const first = await makeWorkspace(at(1), settingsFile(cloud));
  const second = await nextWorkspace(first, at(2));
  await addContact(second);
  const third = await nextWorkspace(second, at(3));
  await breakProduction(third);
  const fourth = await nextWorkspace(third, at(4));
  await mend(fourth);

  const one = await openRelease(stage, first, {
    number: 1,
    title: 'Prescriptions, first version',
    about:
      'The schema of a prescription service on an empty database. Staging by the root action, production action by action.',
    files: ['app/src/app/page.tsx'],
  });
  const two = await openRelease(stage, second, {
    number: 2,
    title: 'Show whom to ask about a notice',
    about: 'A new nullable column, and the page that shows it. Promoted under load.',
    files: ['supabase/migrations/20261001090000_notice_contact.sql', 'app/src/app/page.tsx'],
  });
  const three = await openRelease(stage, third, {
    number: 3,
    title: 'Read the formulary service',
    about: 'Fails only where SHIPLOCK_ENVIRONMENT is production: no test and no staging can see it.',
    files: ['app/src/app/page.tsx'],
  });
  const four = sample ? undefined : await openFourth(stage, fourth);
  await firstRelease(stage, people, one, two);
  await expandUnderLoad(stage, people, two, three, one);
  await badRelease(stage, people, three, four, two);
  if (four) await killedAndResumed(stage, people, four);
}

function openFourth(stage: Stage, workspace: Workspace): Promise<ReleaseAtWork> {
  return openRelease(stage, workspace, {
    number: 4,
    title: 'Take the formulary service out again',
    about: 'The fix for release 3. Its promote is killed between request and outcome, and runs again.',
    files: ['app/src/app/page.tsx'],
  });
}
