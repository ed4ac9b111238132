import type { Metadata } from 'next';
import { requireVisitor } from '@/features/people/queries';
import { VisitorBar } from '@/features/people/ui/visitor-bar';
import { enrolledFactors } from '@/features/second-factor/queries';
import { EnrollForm } from '@/features/second-factor/ui/enroll-form';
import { FactorList } from '@/features/second-factor/ui/factor-list';

export const metadata: Metadata = { title: 'Authenticator app' };

export default async function SecondFactorPage() {
  await requireVisitor();
  const factors = await enrolledFactors();
  return (
    <VisitorBar>
      <section className="form-wide">
        <h1>Authenticator app</h1>
        <p className="lead">Signing a prescription asks for a code that your authenticator app shows.</p>
        {factors.length > 0 ? (
          <FactorList factors={factors} />
        ) : (
          <>
            <p>None is set up yet. Any app for one-time codes will do.</p>
            <EnrollForm />
          </>
        )}
      </section>
    </VisitorBar>
  );
}
