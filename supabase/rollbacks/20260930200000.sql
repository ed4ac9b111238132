-- Takes the payments and what Stripe said about them with it; money that moved is still in Stripe's own record.
drop function public.note_refund(uuid, int, text);
drop function public.note_checkout(uuid, int, text);
drop function public.take_payment_event(text);
drop function public.list_copayments();
drop function public.set_copayment(uuid, int, text);
drop function public.request_refund(uuid, text);
drop function public.begin_payment(uuid);
drop function public.list_payments(uuid);
drop function private.copayments();
drop function private.set_copayment(uuid, int, text);
drop function private.request_refund(uuid, text);
drop function private.begin_payment(uuid);
drop function private.note_refund(uuid, int, text);
drop function private.note_checkout(uuid, int, text);
drop function private.take_payment_event(jsonb);
drop function private.move_payment(uuid, jsonb);
drop trigger cancel_payment on public.medication_dispenses;
drop trigger charge_dispense on public.medication_dispenses;
drop function private.cancel_payment();
drop function private.charge_dispense();
drop table private.payment_events;
drop table public.payments;
drop table private.copayment_rates;
create or replace function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case
      when relation = 'public.patients' then (changed ->> 'id')::uuid
      when relation in ('public.prescriptions', 'public.renewal_requests') then (changed ->> 'subject_id')::uuid
      when relation in ('public.allergies', 'private.patient_identifiers') then (changed ->> 'patient_id')::uuid
      when relation in ('public.medication_dispenses', 'public.warning_acknowledgements') then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when relation = 'public.profiles' then (
        select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid
      )
    end
  $$;
