'use client';

import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { type SignInState, signIn } from './actions';

const START: SignInState = { message: null, email: '' };

/** Works before and without JavaScript: the form posts to the Server Action either way. */
export function SignInForm() {
  const [state, form, pending] = useForm(signIn, START);
  return (
    <form {...form} className="form">
      {state.problem ? <FormProblem problem={state.problem} /> : null}
      <p role="alert" className={state.message ? 'form-error' : 'form-error is-empty'}>
        {state.message}
      </p>
      <label htmlFor="email">Email address</label>
      <input
        id="email"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={state.email}
        aria-invalid={state.message ? true : undefined}
      />
      <label htmlFor="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        aria-invalid={state.message ? true : undefined}
      />
      <button type="submit" className="button" disabled={pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}
