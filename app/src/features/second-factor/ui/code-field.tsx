import { Field } from '@/ui/field';

/** Phones offer the code from the clipboard by `one-time-code`. */
export function CodeField({
  id,
  error,
  hint = '6 digits, as your authenticator app shows them now.',
}: {
  readonly id: string;
  readonly error?: string | undefined;
  readonly hint?: string;
}) {
  return (
    <Field name={id} label="Code" hint={hint} error={error}>
      {(field) => (
        <input
          {...field}
          name="code"
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          size={8}
        />
      )}
    </Field>
  );
}
