'use client';

import Link from 'next/link';
import { CodeField } from '@/features/second-factor/ui/code-field';
import { FormProblem } from '@/ui/form-problem';
import { ReasonField } from '@/ui/reason-field';
import { useForm } from '@/ui/use-form';
import { changeStatus, sign } from '../actions.ts';
import { NOTHING_SENT } from '../form-state.ts';
import type { Step } from '../model.ts';

/** One form a step, so that each works by keyboard and without JavaScript. */
export function Steps({
  prescription,
  steps,
  canProve,
}: {
  readonly prescription: string;
  /** Whether an authenticator app is set up. */
  readonly canProve: boolean;
  /** With a key each, made by the server: a step that is sent twice is taken once. */
  readonly steps: readonly (Step & { readonly sendKey: string })[];
}) {
  return (
    <section aria-labelledby="steps" className="steps">
      <h2 id="steps">What to do</h2>
      {steps.map((step) =>
        step.needsCode && !canProve ? (
          <p key={step.becomes}>
            Signing asks for a code.{' '}
            <Link href="/second-factor" prefetch={false}>
              Set up your authenticator app
            </Link>{' '}
            first.
          </p>
        ) : (
          <StepForm key={step.becomes} prescription={prescription} step={step} />
        ),
      )}
    </section>
  );
}

function StepForm({
  prescription,
  step,
}: {
  readonly prescription: string;
  readonly step: Step & { readonly sendKey: string };
}) {
  const [state, sending, pending] = useForm(step.needsCode ? sign : changeStatus, NOTHING_SENT);
  const button = (
    <button type="submit" className={step.needsReason ? 'button button-quiet' : 'button'} disabled={pending}>
      {pending ? 'One moment…' : step.label}
    </button>
  );
  const form = (
    <form {...sending} className="form step">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="key" value={step.sendKey} />
      <input type="hidden" name="prescription" value={prescription} />
      <input type="hidden" name="becomes" value={step.becomes} />
      {step.needsReason ? <ReasonField id={step.becomes} label="Reason" state={state} /> : null}
      {step.needsCode ? <CodeField id="sign-code" error={state.fields['code']} /> : null}
      {button}
    </form>
  );
  if (!step.needsReason) return form;
  return (
    <details open={state.problem !== null}>
      <summary>{step.label}…</summary>
      {form}
    </details>
  );
}
