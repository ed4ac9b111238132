-- Only while every number stands in its column: `npm run keys:rotate -- --decrypt` writes them back.
drop function private.keep_record_numbers(jsonb);
drop function private.redact_record_number(uuid);
comment on column public.patients.medical_record_number is null;
alter table public.patients alter column medical_record_number set not null;
