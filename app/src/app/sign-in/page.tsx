import type { Metadata } from 'next';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage() {
  return (
    <section className="narrow">
      <h1>Sign in</h1>
      <p className="lead">Accounts are opened by your practice.</p>
      <SignInForm />
    </section>
  );
}
