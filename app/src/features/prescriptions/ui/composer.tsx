'use client';

import { useState } from 'react';
import { DraftCheck } from '@/features/warnings/ui/draft-check';
import type { Variant } from '@/features/wording/provider';
import { DosageField } from '@/features/wording/ui/dosage-field';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { createDraft } from '../actions.ts';
import { NOTHING_SENT } from '../form-state.ts';
import type { ComposerChoices } from '../queries.ts';
import { suggestQuantity } from '../suggest.ts';
import { MedicationField } from './medication-field.tsx';

/** Writes a draft. Works without JavaScript too; then only the suggestions are missing. */
export function Composer({
  choices,
  sendKey,
  today,
  inAYear,
  wording,
}: {
  readonly choices: ComposerChoices;
  readonly sendKey: string;
  readonly today: string;
  readonly inAYear: string;
  /** How the assistant words a dose for this person; `null`: not at all. */
  readonly wording: Variant | null;
}) {
  const [state, form, pending] = useForm(createDraft, NOTHING_SENT);
  const [patient, setPatient] = useState(state.values['patient'] ?? '');
  const [medication, setMedication] = useState(state.values['medication'] ?? '');
  const [dose, setDose] = useState(state.values['dose'] ?? '');
  const [times, setTimes] = useState(state.values['times'] ?? '');
  const [substitution, setSubstitution] = useState(true);
  const { fields, values } = state;
  const product = choices.medications.find(({ id }) => id === medication);
  const suggestion = suggestQuantity({ product, dose, times });
  return (
    <form {...form} className="form form-wide">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="key" value={sendKey} />
      <Field name="patient" label="Patient" error={fields['patient']}>
        {(field) => (
          <select {...field} required value={patient} onChange={(event) => setPatient(event.target.value)}>
            <option value="">Choose…</option>
            {choices.patients.map((one) => (
              <option key={one.id} value={one.id}>
                {one.family_name}, {one.given_name} · {one.birth_date}
                {one.medical_record_number ? ` · ${one.medical_record_number}` : ''}
              </option>
            ))}
          </select>
        )}
      </Field>
      <MedicationField
        medications={choices.medications}
        chosen={medication}
        choose={setMedication}
        error={fields['medication']}
      />
      <div className="field-row">
        <Field
          name="dose"
          label={`Each dose${product ? ` (${product.dose_unit})` : ''}`}
          error={fields['dose']}
        >
          {(field) => (
            <input
              {...field}
              inputMode="decimal"
              value={dose}
              onChange={(event) => setDose(event.target.value)}
            />
          )}
        </Field>
        <Field name="times" label="Times a day" error={fields['times']}>
          {(field) => (
            <input
              {...field}
              inputMode="numeric"
              value={times}
              onChange={(event) => setTimes(event.target.value)}
            />
          )}
        </Field>
      </div>
      <DraftCheck
        query={{ patient, medication, dose, times }}
        take={(usual) => {
          setDose(String(usual.dose));
          setTimes(String(usual.times));
        }}
      />
      <DosageField
        variant={wording}
        unit={product?.dose_unit}
        dose={dose}
        times={times}
        value={values['dosage'] ?? ''}
        error={fields['dosage']}
      />
      <div className="field-row">
        <Field
          name="quantity"
          label={`Quantity of each fill${product ? ` (${product.pack_unit})` : ''}`}
          hint={suggestion}
          error={fields['quantity']}
        >
          {(field) => (
            <input {...field} required inputMode="decimal" defaultValue={values['quantity'] ?? ''} />
          )}
        </Field>
        <Field name="repeats" label="Repeats" hint="Fills after the first." error={fields['repeats']}>
          {(field) => (
            <input {...field} required inputMode="numeric" defaultValue={values['repeats'] ?? '0'} />
          )}
        </Field>
      </div>
      <div className="field-row">
        <Field name="from" label="Valid from" error={fields['from']}>
          {(field) => <input {...field} type="date" required defaultValue={values['from'] ?? today} />}
        </Field>
        <Field name="until" label="Valid until" error={fields['until']}>
          {(field) => <input {...field} type="date" required defaultValue={values['until'] ?? inAYear} />}
        </Field>
      </div>
      <Field name="pharmacy" label="Pharmacy" error={fields['pharmacy']}>
        {(field) => (
          <select {...field} required defaultValue={values['pharmacy'] ?? ''}>
            <option value="">Choose…</option>
            {choices.pharmacies.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
                {one.city ? `, ${one.city}` : ''}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label className="check">
        <input
          type="checkbox"
          name="substitution"
          checked={substitution}
          onChange={(event) => setSubstitution(event.target.checked)}
        />
        The pharmacy may give another product with the same substance
      </label>
      {substitution ? null : (
        <Field name="substitutionReason" label="Why not" error={fields['substitutionReason']}>
          {(field) => (
            <input {...field} required maxLength={300} defaultValue={values['substitutionReason'] ?? ''} />
          )}
        </Field>
      )}
      <Field name="note" label="Note (optional)" error={fields['note']}>
        {(field) => <textarea {...field} rows={2} maxLength={1000} defaultValue={values['note'] ?? ''} />}
      </Field>
      <button type="submit" className="button" disabled={pending}>
        {pending ? 'Saving…' : 'Save draft'}
      </button>
      <p className="meta">Nothing is sent to the pharmacy before you sign it on the next page.</p>
    </form>
  );
}
