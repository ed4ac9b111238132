import type { ReactNode } from 'react';
import { signOut } from '@/app/sign-in/actions';
import { requireVisitor } from '@/lib/auth';

export default async function PrescriptionsLayout({ children }: { children: ReactNode }) {
  const visitor = await requireVisitor();
  return (
    <>
      <div className="visitor">
        <p>{visitor.displayName}</p>
        <form action={signOut}>
          <button type="submit" className="button button-quiet">
            Sign out
          </button>
        </form>
      </div>
      {children}
    </>
  );
}
