-- Takes the keys of requests that were carried out with it: a repeated request would be carried out again.
drop policy "dispenses are read through audited functions" on public.medication_dispenses;
revoke insert (id) on public.prescriptions, public.medication_dispenses from authenticated;
drop function public.verify_audit();
drop function public.search_audit(uuid, uuid, text, bigint, int);
drop function private.audit_problems();
drop function private.audit_page(uuid, uuid, text, bigint, int);
drop function public.dispense(uuid, uuid, numeric, uuid, text);
drop function public.change_status(uuid, uuid, text, text);
drop function public.create_draft(uuid, uuid, uuid, text, numeric, int, date, date, uuid, boolean, text, numeric, int, int,
  text, boolean, uuid, text);
drop function public.read_patient(uuid);
drop function public.list_patients();
drop function public.dispense_queue(int);
drop function public.read_prescription(uuid);
drop function public.list_prescriptions(text, uuid, timestamptz, int);
drop function public.whoami();
drop function private.prescription_json(public.prescriptions);
drop function private.note_read(uuid[], text, uuid);
drop function private.read_is_open();
drop function private.open_read();
drop function private.remember(uuid, jsonb);
drop function private.remembered(uuid, text, jsonb);
drop table private.idempotency;
