import { useState } from 'react';
import { Field } from '@/ui/field';
import type { ComposerChoices } from '../queries.ts';
import { matches } from '../search.ts';

/** A list that gets shorter while somebody types above it. What is chosen stays in it. Without JavaScript, the whole list. */
export function MedicationField({
  medications,
  chosen,
  choose,
  error,
}: {
  readonly medications: ComposerChoices['medications'];
  readonly chosen: string;
  readonly choose: (id: string) => void;
  readonly error?: string | undefined;
}) {
  const [typed, setTyped] = useState('');
  const found = medications.filter((one) => matches(one, typed));
  const shown = medications.filter((one) => one.id === chosen || found.includes(one));
  return (
    <>
      <Field
        name="medication-search"
        label="Search a medication"
        hint="The beginning of a name, a strength or an ATC code. Enter takes the first that is found."
      >
        {(field) => (
          <input
            {...field}
            type="search"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              if (found[0]) choose(found[0].id);
            }}
          />
        )}
      </Field>
      <p role="status" className="meta">
        {typed === '' ? '' : `${found.length} ${found.length === 1 ? 'medication' : 'medications'}`}
      </p>
      <Field name="medication" label="Medication" error={error}>
        {(field) => (
          <select {...field} required value={chosen} onChange={(event) => choose(event.target.value)}>
            <option value="">Choose…</option>
            {shown.map((one) => (
              <option key={one.id} value={one.id}>
                {one.display} ({one.code})
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
