drop table public.medications;
