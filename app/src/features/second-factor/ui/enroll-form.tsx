'use client';

import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { enroll } from '../actions.ts';
import { NOT_BEGUN } from '../state.ts';
import { CodeField } from './code-field.tsx';

/** Two steps in one form: a secret for the app, then a code that proves it arrived there. */
export function EnrollForm() {
  const [state, form, pending] = useForm(enroll, NOT_BEGUN);
  const { begun } = state;
  return (
    <form {...form} className="form">
      <FormProblem problem={state.problem} />
      {begun ? (
        <>
          <input type="hidden" name="factorId" value={begun.factorId} />
          <p>Scan this picture with your authenticator app, or type the key below it.</p>
          {/* biome-ignore lint/performance/noImgElement: a data URI, which the image service has nothing to do with */}
          <img
            className="qr"
            src={begun.picture}
            width={200}
            height={200}
            alt="QR code for your authenticator app"
          />
          <p>
            Key: <code>{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
          </p>
          <CodeField id="enroll-code" />
        </>
      ) : null}
      <button type="submit" className="button" disabled={pending}>
        {pending ? 'One moment…' : begun ? 'Confirm' : 'Set up an authenticator app'}
      </button>
    </form>
  );
}
