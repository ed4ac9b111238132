import type { FormState } from '@/lib/action';
import { Field } from './field.tsx';

/** The reason for a step, under the name `because`. `id` tells it from others on the same page. */
export function ReasonField({
  id,
  label,
  state,
}: {
  readonly id: string;
  readonly label: string;
  readonly state: FormState;
}) {
  return (
    <Field name={`because-${id}`} label={label} error={state.fields['because']}>
      {(field) => (
        <input
          {...field}
          name="because"
          required
          maxLength={300}
          defaultValue={state.values['because'] ?? ''}
        />
      )}
    </Field>
  );
}
