'use client';

import { useRef, useState } from 'react';
import { Field } from '@/ui/field';
import type { Variant } from '../provider.ts';
import { byRule } from '../rules.ts';

/** The instruction for the patient, with words for it once the dose is known: for those who have the assistant. */
export function DosageField({
  variant,
  unit,
  dose,
  times,
  value,
  error,
}: {
  /** `null`: this person has no assistant. */
  readonly variant: Variant | null;
  readonly unit: string | undefined;
  readonly dose: string;
  readonly times: string;
  readonly value: string;
  readonly error: string | undefined;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [taken, setTaken] = useState(false);
  const shown =
    variant && unit ? byRule.suggest({ unit, dose: Number(dose), times: Number(times) }, variant) : null;
  const take = (words: string) => {
    if (!field.current) return;
    field.current.value = words;
    field.current.focus();
    setTaken(true);
  };
  return (
    <>
      <Field
        name="dosage"
        label="Instruction for the patient"
        hint="In words the patient understands, for example: One tablet in the morning, with water."
        error={error}
      >
        {(described) => (
          <textarea {...described} ref={field} required rows={2} maxLength={500} defaultValue={value} />
        )}
      </Field>
      {shown ? (
        <p className="meta">
          Suggestion: {shown}{' '}
          <button type="button" className="button button-quiet" onClick={() => take(shown)}>
            Use this wording
          </button>
          <input type="hidden" name="wordingVariant" value={variant ?? ''} />
          <input type="hidden" name="wordingShown" value={shown} />
          {taken ? <input type="hidden" name="wordingTaken" value="yes" /> : null}
        </p>
      ) : null}
    </>
  );
}
