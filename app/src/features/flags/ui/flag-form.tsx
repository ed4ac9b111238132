'use client';

import type { FormState } from '@/lib/action';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { setFlag } from '../actions';
import type { FlagConfig } from '../model';

const NOTHING_SENT: FormState = { problem: null, fields: {}, values: {} };

/** One flag: on or off for all, and who gets what. */
export function FlagForm({ flag, config }: { readonly flag: string; readonly config: FlagConfig }) {
  const [{ problem, fields, values }, form, pending] = useForm(setFlag, NOTHING_SENT);
  const rollout = config.rollout.map(({ variant, percent }) => `${variant} ${percent}`).join(', ');
  return (
    <form {...form} className="form">
      <FormProblem problem={problem} />
      <input type="hidden" name="flag" value={flag} />
      <label>
        <input type="checkbox" name="enabled" defaultChecked={config.enabled} /> The rollout is on. Off:
        everybody gets the default at once.
      </label>
      <Field name="default" id={`${flag}-default`} label="Default" error={fields['default']}>
        {(field) => <input {...field} required defaultValue={values['default'] ?? config.default} />}
      </Field>
      <Field
        name="rollout"
        id={`${flag}-rollout`}
        label="Rollout"
        hint="Variant and percent: on 25, beta 5"
        error={fields['rollout']}
      >
        {(field) => <input {...field} defaultValue={values['rollout'] ?? rollout} />}
      </Field>
      <Field name="because" id={`${flag}-because`} label="Why" error={fields['because']}>
        {(field) => <input {...field} required maxLength={300} defaultValue={values['because'] ?? ''} />}
      </Field>
      <button type="submit" className="button" disabled={pending}>
        Change
      </button>
    </form>
  );
}
