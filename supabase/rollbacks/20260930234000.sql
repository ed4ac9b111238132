drop function public.list_patients_in_care();
