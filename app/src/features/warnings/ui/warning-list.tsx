'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { FormProblem } from '@/ui/form-problem';
import { ReasonField } from '@/ui/reason-field';
import { useForm } from '@/ui/use-form';
import { acknowledge } from '../actions.ts';
import type { Warning } from '../answer.ts';
import { severityWord, standsInTheWay } from '../words.ts';

/** Severe ones first, as the database sends them; with a form for each that has to be answered before signing. */
export function WarningList({
  warnings,
  prescription,
}: {
  readonly warnings: readonly (Warning & { readonly sendKey?: string })[];
  /** Where the person can answer. */
  readonly prescription?: string;
}) {
  return (
    <ul className="warnings">
      {warnings.map((one) => (
        <li key={one.rule} className={`warning tone-${one.severity === 'high' ? 'bad' : 'waiting'}`}>
          <p>
            <strong>{severityWord(one.severity)}:</strong> {one.description}
          </p>
          {one.reason ? <p className="meta">Signed in spite of it: {one.reason}</p> : null}
          {prescription && one.sendKey && standsInTheWay(one) ? (
            <Acknowledge warning={one} sendKey={one.sendKey} prescription={prescription} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Acknowledge({
  warning,
  sendKey,
  prescription,
}: {
  readonly warning: Warning;
  readonly sendKey: string;
  readonly prescription: string;
}) {
  const [state, form, pending] = useForm(acknowledge, NOTHING_SENT);
  return (
    <form {...form} className="form">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="key" value={sendKey} />
      <input type="hidden" name="prescription" value={prescription} />
      <input type="hidden" name="rule" value={warning.rule} />
      <ReasonField id={warning.rule} label="Why you sign in spite of it" state={state} />
      <button type="submit" className="button button-quiet" disabled={pending}>
        {pending ? 'One moment…' : 'Keep this reason'}
      </button>
    </form>
  );
}
