import type { ReactNode } from 'react';
import { signOut } from '@/app/sign-in/actions';
import { requireVisitor } from '../queries.ts';
import { WorkLinks } from './work-links.tsx';

/** Who is signed in, and the screens of their roles. Around every private page. */
export async function VisitorBar({ children }: { readonly children: ReactNode }) {
  const { display_name: name, roles } = await requireVisitor();
  const links: [href: string, text: string, shown: boolean][] = [
    [
      '/prescriptions',
      roles.includes('patient') ? 'My prescriptions' : 'Prescriptions',
      ['patient', 'prescriber', 'pharmacist'].some((role) => roles.includes(role)),
    ],
    ['/prescriptions/new', 'New prescription', roles.includes('prescriber')],
    ['/renewals', 'Renewals', roles.includes('prescriber') || roles.includes('patient')],
    [
      '/payments',
      'Payments',
      ['patient', 'pharmacist', 'administrator'].some((role) => roles.includes(role)) &&
        !roles.includes('operator'),
    ],
    ['/queue', 'Queue', roles.includes('pharmacist')],
    ['/audit', 'Audit trail', roles.includes('auditor')],
    ['/second-factor', 'Authenticator app', roles.includes('prescriber')],
    ['/ops', 'Operations', roles.includes('operator')],
    ['/flags', 'Flags', roles.includes('operator')],
    ['/sessions', 'Sessions', true],
  ];
  return (
    <>
      <div className="visitor">
        <p>
          {name}
          {roles.length > 0 ? <span className="meta"> · {roles.join(', ')}</span> : null}
        </p>
        <form action={signOut}>
          <button type="submit" className="button button-quiet">
            Sign out
          </button>
        </form>
        <WorkLinks links={links.filter(([, , shown]) => shown).map(([href, text]) => ({ href, text }))} />
      </div>
      {children}
    </>
  );
}
