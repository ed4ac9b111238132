-- The co-payment of a dispense, paid with Stripe. A pharmacy that charges has a rate; the first part of each fill makes its
-- payment due. What Stripe says moves a payment along; whoever is signed in only begins one or asks for money back. No
-- words about a person are kept here, and none go to Stripe: a payment is known there by its id.

-- What a pharmacy charges for a fill, in the currency's smallest unit. None: it charges nothing.
create table private.copayment_rates (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null unique references public.organizations (id) on delete cascade,
  amount int not null check (amount between 1 and 100000),
  currency text not null check (currency ~ '^[a-z]{3}$')
);
alter table private.copayment_rates enable row level security;
revoke all on private.copayment_rates from public, anon, authenticated, service_role;
create trigger record_change after insert or update or delete on private.copayment_rates
  for each row execute function audit.record();

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  dispense_id uuid not null unique references public.medication_dispenses (id) on delete restrict,
  -- Of the dispense, so that a policy finds whose it is without reading another table.
  subject_id uuid not null references public.patients (id) on delete restrict,
  performer_id uuid not null references public.organizations (id) on delete restrict,
  -- In the currency's smallest unit: 500 is EUR 5.00.
  amount int not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  status text not null default 'due'
    check (status in ('due', 'open', 'processing', 'paid', 'refunding', 'refunded', 'cancelled')),
  -- A checkout that expired or failed is followed by another; each is one request to Stripe, however often it is sent.
  attempt smallint not null default 1,
  refund_attempt smallint not null default 1,
  -- Stripe's ids.
  checkout_session text unique,
  payment_intent text unique,
  refund text unique,
  -- One of these words and no text: a text would say something about the patient.
  refund_reason text check (refund_reason in ('duplicate', 'not-dispensed', 'wrong-amount', 'other')),
  refund_asked_by uuid references public.profiles (id) on delete set null,
  paid_at timestamptz,
  refunded_at timestamptz,
  created_at timestamptz not null default now()
);
create index payments_subject_id_idx on public.payments (subject_id, created_at desc);
create index payments_performer_id_idx on public.payments (performer_id, created_at desc);
create index payments_refund_asked_by_idx on public.payments (refund_asked_by);

create trigger record_change after insert or update or delete on public.payments
  for each row execute function audit.record();
create trigger payments_are_kept before delete on public.payments
  for each row execute function audit.refuse_change();
create trigger payments_are_never_truncated before truncate on public.payments
  for each statement execute function audit.refuse_change();

revoke all on public.payments from anon, authenticated, service_role;
grant select on public.payments to authenticated;
alter table public.payments enable row level security;

create policy "patients read their payments" on public.payments
  for select to authenticated using (subject_id = (select private.patient_id()));
create policy "pharmacists read the payments of their pharmacy" on public.payments
  for select to authenticated using (performer_id in (select private.organization_ids('pharmacist')));
create policy "administrators read the payments of their pharmacy" on public.payments
  for select to authenticated using (performer_id in (select private.organization_ids('administrator')));
create policy "payments are read through audited functions" on public.payments
  as restrictive for select to authenticated using ((select private.read_is_open()));

-- What Stripe told, once each: it sends an event again until it is answered, and in any order.
create table private.payment_events (
  id text primary key,
  type text not null,
  payment_id uuid references public.payments (id) on delete restrict,
  outcome text not null,
  happened_at timestamptz not null,
  received_at timestamptz not null default now()
);
create index payment_events_payment_id_idx on private.payment_events (payment_id);
alter table private.payment_events enable row level security;
revoke all on private.payment_events from public, anon, authenticated, service_role;

create or replace function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case
      when relation = 'public.patients' then (changed ->> 'id')::uuid
      when relation in ('public.prescriptions', 'public.renewal_requests', 'public.payments') then
        (changed ->> 'subject_id')::uuid
      when relation in ('public.allergies', 'private.patient_identifiers') then (changed ->> 'patient_id')::uuid
      when relation in ('public.medication_dispenses', 'public.warning_acknowledgements') then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when relation = 'public.profiles' then (
        select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid
      )
    end
  $$;

-- With the dispense, so that nothing is handed over without it. A fill that is handed over in parts is paid once.
create function private.charge_dispense() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  insert into public.payments (dispense_id, subject_id, performer_id, amount, currency)
  select new.id, p.subject_id, new.performer_id, r.amount, r.currency
  from private.copayment_rates r, public.prescriptions p
  where r.organization_id = new.performer_id and p.id = new.prescription_id and not exists (
    select from public.payments earlier join public.medication_dispenses d on d.id = earlier.dispense_id
    where d.prescription_id = new.prescription_id and d.fill_number = new.fill_number
      and earlier.status not in ('cancelled', 'refunded')
  );
  return null;
end $$;
create trigger charge_dispense after insert on public.medication_dispenses
  for each row execute function private.charge_dispense();

-- What was written down by mistake is not to be paid. Money that came is given back by somebody who looks at it.
create function private.cancel_payment() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update public.payments p set status = 'cancelled' where p.dispense_id = new.id and p.status in ('due', 'open');
  return null;
end $$;
create trigger cancel_payment after update of status on public.medication_dispenses
  for each row when (new.status = 'entered-in-error' and old.status <> 'entered-in-error')
  execute function private.cancel_payment();

-- Where a payment goes when Stripe says so. `change`: {"becomes": "paid", "payment": …, "attempt": …, "session": …,
-- "intent": …, "refund": …, "refund_attempt": …, "amount": …, "currency": …}; only the first is always there. Only ways
-- forward are taken, so that an event that comes late, or again, opens nothing. Answers what came of it.
create function private.move_payment(payment uuid, change jsonb) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  becomes constant text := change ->> 'becomes';
  one public.payments;
begin
  select * into one from public.payments p where p.id = payment for update;
  if one.id is null then
    return 'unknown';
  end if;
  case becomes
    when 'paid' then
      if one.status in ('paid', 'refunding', 'refunded') then
        if one.payment_intent <> change ->> 'intent' then
          return 'paid-twice';
        end if;
        return 'stale';
      end if;
      if one.amount <> (change ->> 'amount')::int or one.currency <> change ->> 'currency' then
        return 'wrong-amount';
      end if;
      -- Also one that was cancelled while the patient paid: the money is there, and somebody has to see it.
      update public.payments p set status = 'paid', paid_at = now(), payment_intent = change ->> 'intent',
        checkout_session = coalesce(change ->> 'session', p.checkout_session) where p.id = one.id;
    when 'processing' then
      if one.status not in ('due', 'open') then
        return 'stale';
      end if;
      update public.payments p set status = 'processing' where p.id = one.id;
    when 'failed' then
      if one.status not in ('open', 'processing') or one.attempt <> (change ->> 'attempt')::int then
        return 'stale';
      end if;
      update public.payments p set status = 'due', attempt = p.attempt + 1, checkout_session = null where p.id = one.id;
    when 'refunded' then
      if one.status = 'refunded' then
        return 'stale';
      end if;
      if (change ->> 'amount')::int < one.amount then
        return 'in-part';
      end if;
      -- Also before it is known here that it was paid: then that comes late.
      update public.payments p set status = 'refunded', refunded_at = now(), refund = change ->> 'refund',
        payment_intent = coalesce(p.payment_intent, change ->> 'intent') where p.id = one.id;
    when 'refund-failed' then
      if one.status not in ('refunding', 'refunded')
         or (one.refund is not null and one.refund <> change ->> 'refund')
         or (one.refund is null and one.refund_attempt is distinct from (change ->> 'refund_attempt')::int) then
        return 'stale';
      end if;
      update public.payments p set status = 'paid', refund = null, refunded_at = null,
        refund_attempt = p.refund_attempt + 1 where p.id = one.id;
    else
      raise exception 'a payment does not become %', becomes using errcode = 'PT409';
  end case;
  return 'done';
end $$;

-- An event of Stripe's, or with no "event" what was read there: the event may have been lost.
create function private.take_payment_event(change jsonb) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  event constant text := change ->> 'event';
  found_id uuid;
  came_of_it text;
begin
  if event is not null then
    insert into private.payment_events (id, type, outcome, happened_at)
      values (event, change ->> 'type', 'under way', to_timestamp((change ->> 'created')::double precision))
      on conflict (id) do nothing;
    if not found then
      return 'again';
    end if;
  end if;
  select p.id into found_id from public.payments p
    where p.id = (change ->> 'payment')::uuid or (change ->> 'payment' is null and p.payment_intent = change ->> 'intent');
  came_of_it := private.move_payment(found_id, change);
  update private.payment_events e set outcome = came_of_it, payment_id = found_id where e.id = event;
  return came_of_it;
end $$;

-- The checkout that was made for this attempt.
create function private.note_checkout(payment uuid, of_attempt int, session text) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update public.payments p set checkout_session = session
    where p.id = payment and p.attempt = of_attempt and p.status = 'open';
  return found;
end $$;

create function private.note_refund(payment uuid, of_attempt int, made text) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update public.payments p set refund = made
    where p.id = payment and p.refund_attempt = of_attempt and p.status = 'refunding' and p.refund is null;
  return found;
end $$;

create function private.begin_payment(payment uuid) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  one public.payments;
begin
  select * into one from public.payments p where p.id = payment and p.subject_id = private.patient_id() for update;
  if one.id is null then
    raise exception 'there is no such payment of yours' using errcode = 'PT404';
  end if;
  if one.status not in ('due', 'open') then
    raise exception 'this payment is % already', one.status using errcode = 'PT409';
  end if;
  update public.payments p set status = 'open' where p.id = one.id and p.status = 'due';
  return jsonb_build_object('id', one.id, 'amount', one.amount, 'currency', one.currency, 'attempt', one.attempt,
    'session', one.checkout_session);
end $$;

-- Asked again while it is under way, it answers the same: the first request may have been lost on its way to Stripe.
create function private.request_refund(payment uuid, because text) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  one public.payments;
begin
  select * into one from public.payments p where p.id = payment and (
    p.performer_id in (select private.organization_ids('pharmacist'))
    or p.performer_id in (select private.organization_ids('administrator'))
  ) for update;
  if one.id is null then
    raise exception 'there is no such payment at your pharmacy' using errcode = 'PT404';
  end if;
  if one.status not in ('paid', 'refunding') then
    raise exception 'this payment is %, so there is nothing to give back', one.status using errcode = 'PT409';
  end if;
  update public.payments p set status = 'refunding', refund_reason = because, refund_asked_by = (select auth.uid())
    where p.id = one.id and p.status = 'paid';
  return jsonb_build_object('id', one.id, 'intent', one.payment_intent, 'attempt', one.refund_attempt);
end $$;

create function private.set_copayment(pharmacy uuid, amount int, currency text) returns jsonb
  language plpgsql security definer set search_path = '' as $$
begin
  if pharmacy not in (select private.organization_ids('administrator'))
     or not exists (select from public.organizations o where o.id = pharmacy and o.kind = 'pharmacy') then
    raise exception 'there is no such pharmacy of yours' using errcode = 'PT404';
  end if;
  if coalesce(amount, 0) = 0 then
    delete from private.copayment_rates r where r.organization_id = pharmacy;
  else
    insert into private.copayment_rates as kept (organization_id, amount, currency)
      values (pharmacy, set_copayment.amount, set_copayment.currency)
      on conflict (organization_id) do update set amount = excluded.amount, currency = excluded.currency;
  end if;
  return jsonb_build_object('id', pharmacy, 'amount', coalesce(amount, 0));
end $$;

-- Of the pharmacies that the caller administers.
create function private.copayments() returns jsonb
  language sql stable security definer set search_path = ''
  as $$
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', o.id, 'name', o.name, 'amount', r.amount, 'currency', r.currency
    ) order by o.name), '[]')
    from public.organizations o left join private.copayment_rates r on r.organization_id = o.id
    where o.kind = 'pharmacy' and o.id in (select private.organization_ids('administrator'))
  $$;

-- What the caller may see, newest first; of one prescription or of all. What a payment is for is told to those who can
-- read that.
create function public.list_payments(of_prescription uuid default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(
      jsonb_build_object(
        'id', p.id, 'dispense_id', p.dispense_id, 'subject_id', p.subject_id, 'amount', p.amount,
        'currency', p.currency, 'status', p.status, 'refund_reason', p.refund_reason, 'paid_at', p.paid_at,
        'refunded_at', p.refunded_at, 'created_at', p.created_at, 'prescription_id', r.id,
        'medication_display', r.medication_display, 'pharmacy', o.name,
        'payable', coalesce(p.status in ('due', 'open') and p.subject_id = private.patient_id(), false),
        'refundable', p.status in ('paid', 'refunding') and (
          p.performer_id in (select private.organization_ids('pharmacist'))
          or p.performer_id in (select private.organization_ids('administrator'))
        )
      ) order by p.created_at desc, p.id
    ), '[]') into found_rows
  from (
    select * from public.payments q
    where of_prescription is null or q.dispense_id in (
      select d.id from public.medication_dispenses d where d.prescription_id = of_prescription
    )
    order by q.created_at desc, q.id limit 100
  ) as p
  left join public.medication_dispenses d on d.id = p.dispense_id
  left join public.prescriptions r on r.id = d.prescription_id
  left join public.organizations o on o.id = p.performer_id;
  perform private.note_read(
    array(select (each ->> 'subject_id')::uuid from jsonb_array_elements(found_rows) as each), 'public.payments'
  );
  return found_rows;
end $$;

create function public.begin_payment(payment uuid) returns jsonb
  language sql set search_path = '' as $$ select private.begin_payment(payment) $$;
create function public.request_refund(payment uuid, because text) returns jsonb
  language sql set search_path = '' as $$ select private.request_refund(payment, because) $$;
create function public.set_copayment(pharmacy uuid, amount int, currency text) returns jsonb
  language sql set search_path = '' as $$ select private.set_copayment(pharmacy, amount, currency) $$;
create function public.list_copayments() returns jsonb
  language sql stable set search_path = '' as $$ select private.copayments() $$;
-- For the server alone: what Stripe says is its word, not a person's.
create function public.take_payment_event(change text) returns text
  language sql set search_path = '' as $$ select private.take_payment_event(change::jsonb) $$;
create function public.note_checkout(payment uuid, of_attempt int, session text) returns boolean
  language sql set search_path = '' as $$ select private.note_checkout(payment, of_attempt, session) $$;
create function public.note_refund(payment uuid, of_attempt int, made text) returns boolean
  language sql set search_path = '' as $$ select private.note_refund(payment, of_attempt, made) $$;

revoke all on function private.charge_dispense(), private.cancel_payment(), private.move_payment(uuid, jsonb),
  private.take_payment_event(jsonb), private.note_checkout(uuid, int, text), private.note_refund(uuid, int, text),
  private.begin_payment(uuid), private.request_refund(uuid, text), private.set_copayment(uuid, int, text),
  private.copayments() from public;
grant execute on function private.begin_payment(uuid), private.request_refund(uuid, text),
  private.set_copayment(uuid, int, text), private.copayments() to authenticated;
grant execute on function private.take_payment_event(jsonb), private.note_checkout(uuid, int, text),
  private.note_refund(uuid, int, text) to service_role;
revoke all on function public.list_payments(uuid), public.begin_payment(uuid), public.request_refund(uuid, text),
  public.set_copayment(uuid, int, text), public.list_copayments(), public.take_payment_event(text),
  public.note_checkout(uuid, int, text), public.note_refund(uuid, int, text)
  from public, anon, authenticated, service_role;
grant execute on function public.list_payments(uuid), public.begin_payment(uuid), public.request_refund(uuid, text),
  public.set_copayment(uuid, int, text), public.list_copayments() to authenticated;
grant execute on function public.take_payment_event(text), public.note_checkout(uuid, int, text),
  public.note_refund(uuid, int, text) to service_role;
