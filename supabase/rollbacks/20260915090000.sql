drop table public.notices;
