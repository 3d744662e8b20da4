-- The peer's books. One company is serialised by its row in `companies`, which carries the chain head; that is
-- exactly what a gap-free number and a hash chain need, and no more. Every table has one index, its key.
-- fillfactor leaves room for in-page (HOT) updates on the rows that every posting changes.

create table api_keys (hash bytea primary key, tenant text not null);

create table companies (
  id int generated always as identity primary key,
  tenant text not null,
  slug text not null,
  name text not null,
  sequence bigint not null default 0,
  hash bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000',
  unique (tenant, slug)
) with (fillfactor = 10);

create table journals (
  company int not null, code text not null, number bigint not null default 0,
  primary key (company, code)
) with (fillfactor = 10);

create table accounts (
  company int not null, code text not null, id int generated always as identity, name text not null, type text not null,
  primary key (company, code)
);

create table idempotency (
  company int not null, key text not null, body_hash bytea not null, reply text not null,
  primary key (company, key)
);

create table events (
  company int not null, sequence bigint not null, type text not null, recorded_at timestamptz not null,
  payload text not null, hash bytea not null,
  primary key (company, sequence)
);

create table entries (
  company int not null, journal text not null, number bigint not null, sequence bigint not null, id text not null,
  effective_date date not null, description text not null,
  primary key (company, journal, number)
);

create table lines (
  company int not null, account int not null, effective_date date not null, sequence bigint not null, line smallint not null,
  debit bigint not null, credit bigint not null,
  primary key (company, account, effective_date, sequence, line)
);

create table balances (
  company int not null, account int not null, month date not null, debit bigint not null, credit bigint not null,
  primary key (company, account, month)
) with (fillfactor = 20);

-- One journal entry, one transaction, one round trip. Reads come first, so that the company's row is locked as
-- late as possible and released by the commit. `p_reply` is the reply's JSON without its closing brace: the
-- sequence and the number are known only here.
create function post_entry(
  p_company int, p_key text, p_body_hash bytea, p_id text, p_journal text, p_date date, p_description text,
  p_accounts text[], p_debits bigint[], p_credits bigint[], p_payload text, p_reply text
) returns table (status int, reply text) language plpgsql as $$
declare
  stored record;
  account_ids int[];
  v_number bigint;
  v_sequence bigint;
  v_hash bytea;
begin
  select i.body_hash, i.reply into stored from idempotency i where i.company = p_company and i.key = p_key;
  if found then
    return query select case when stored.body_hash = p_body_hash then 200 else 409 end, stored.reply;
    return;
  end if;
  account_ids := array(
    select (select a.id from accounts a where a.company = p_company and a.code = l.code)
      from unnest(p_accounts) with ordinality l(code, n) order by l.n
  );
  if array_position(account_ids, null) is not null then
    return query select 422, null::text;
    return;
  end if;

  update companies c
     set sequence = c.sequence + 1,
         hash = sha256(c.hash || int8send(c.sequence + 1) || convert_to(p_payload, 'UTF8'))
   where c.id = p_company returning c.sequence, c.hash into v_sequence, v_hash;
  update journals j set number = j.number + 1
   where j.company = p_company and j.code = p_journal returning j.number into v_number;
  reply := p_reply || ',"sequence":' || v_sequence || ',"number":' || v_number || '}';

  with posted_event as (
    insert into events values (p_company, v_sequence, 'journal-entry-posted', clock_timestamp(), p_payload, v_hash)
  ), posted_entry as (
    insert into entries values (p_company, p_journal, v_number, v_sequence, p_id, p_date, p_description)
  ), remembered as (
    insert into idempotency values (p_company, p_key, p_body_hash, reply)
  ), posted_lines as (
    insert into lines
    select p_company, account, p_date, v_sequence, n, debit, credit
      from unnest(account_ids, p_debits, p_credits) with ordinality l(account, debit, credit, n)
  )
  insert into balances as b
  select p_company, account, date_trunc('month', p_date)::date, sum(debit), sum(credit)
    from unnest(account_ids, p_debits, p_credits) l(account, debit, credit) group by account order by account
  on conflict (company, account, month)
  do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;

  status := 201;
  return next;
end $$;

-- Many journal entries of one company in one transaction and one round trip, set by set. Arrays run in
-- parallel: one element a command, and one element a line (`l_command` is the command's position, from 1).
-- `p_keys` is null for a bulk request, whose one key is stored by the caller's `remember`. With `p_all_or_none`
-- one refused command refuses all; without it each command stands for itself.
create function post_entries(
  p_company int, p_keys text[], p_body_hashes bytea[], p_ids text[], p_journals text[], p_dates date[],
  p_descriptions text[], p_payloads text[], p_replies text[],
  l_command int[], l_line int[], l_accounts text[], l_debits bigint[], l_credits bigint[], p_all_or_none boolean
) returns table (command int, status int, reply text) language plpgsql as $$
declare
  statuses int[] := array_fill(201, array[cardinality(p_ids)]);
  payloads text[] := p_payloads;
  sequences bigint[] := array_fill(null::bigint, array[cardinality(p_ids)]);
  hashes bytea[] := array_fill(null::bytea, array[cardinality(p_ids)]);
  numbers bigint[];
  v_sequence bigint;
  v_hash bytea;
  account_ids int[];
  refused int[];
  old record;
  i int;
begin
  select c.sequence, c.hash into v_sequence, v_hash from companies c where c.id = p_company for update;
  if p_keys is not null then
    for old in
      select k.n, m.body_hash = p_body_hashes[k.n] as same, m.reply from unnest(p_keys) with ordinality k(key, n),
        lateral (select * from idempotency i where i.company = p_company and i.key = k.key limit 1) m
    loop
      statuses[old.n] := case when old.same then 200 else 409 end;
      p_replies[old.n] := old.reply;
    end loop;
  end if;
  account_ids := array(
    select (select a.id from accounts a where a.company = p_company and a.code = l.code)
      from unnest(l_accounts) with ordinality l(code, n) order by l.n
  );
  refused := array(select distinct l.c from unnest(l_command, account_ids) l(c, id) where l.id is null);
  foreach i in array refused loop
    if statuses[i] = 201 then statuses[i] := 422; end if;
  end loop;
  if p_all_or_none and cardinality(refused) > 0 then
    return query select s.n::int, s.status, null::text from unnest(statuses) with ordinality s(status, n);
    return;
  end if;

  for i in 1..cardinality(p_ids) loop
    if statuses[i] = 201 then
      v_sequence := v_sequence + 1;
      v_hash := sha256(v_hash || int8send(v_sequence) || convert_to(payloads[i], 'UTF8'));
      sequences[i] := v_sequence;
      hashes[i] := v_hash;
    end if;
  end loop;
  update companies c set sequence = v_sequence, hash = v_hash where c.id = p_company;

  with counted as (
    select t.journal, count(*) as taken from unnest(p_journals, statuses) t(journal, status)
     where t.status = 201 group by t.journal
  ), moved as (
    update journals j set number = j.number + counted.taken from counted
     where j.company = p_company and j.code = counted.journal returning j.code, j.number - counted.taken as before
  )
  select array_agg(q.number order by q.n) into numbers from (
    select t.n, case when t.status = 201
      then moved.before + row_number() over (partition by t.journal, t.status = 201 order by t.n) end as number
      from unnest(p_journals, statuses) with ordinality t(journal, status, n)
      left join moved on moved.code = t.journal
  ) q;

  return query
  with posted as materialized (
    select t.n::int as n, t.status, t.sequence, t.number, t.id, t.journal, t.date, t.description, t.payload, t.hash,
           case when t.status = 201
             then t.reply || ',"sequence":' || t.sequence || ',"number":' || t.number || '}' else t.reply end as reply
      from unnest(statuses, sequences, numbers, p_ids, p_journals, p_dates, p_descriptions, p_payloads, hashes, p_replies)
        with ordinality t(status, sequence, number, id, journal, date, description, payload, hash, reply, n)
  ), new_lines as materialized (
    select l.account, p.date, p.sequence, l.line, l.debit, l.credit
      from unnest(l_command, l_line, account_ids, l_debits, l_credits) l(c, line, account, debit, credit)
      join posted p on p.n = l.c where p.status = 201
  ), posted_events as (
    insert into events select p_company, p.sequence, 'journal-entry-posted', clock_timestamp(), p.payload, p.hash
      from posted p where p.status = 201
  ), posted_entries as (
    insert into entries select p_company, p.journal, p.number, p.sequence, p.id, p.date, p.description
      from posted p where p.status = 201
  ), remembered as (
    insert into idempotency select p_company, p_keys[p.n], p_body_hashes[p.n], p.reply
      from posted p where p.status = 201 and p_keys is not null
  ), posted_lines as (
    insert into lines select p_company, w.account, w.date, w.sequence, w.line, w.debit, w.credit from new_lines w
  ), moved_balances as (
    insert into balances as b
    select p_company, w.account, date_trunc('month', w.date)::date, sum(w.debit), sum(w.credit)
      from new_lines w group by 1, 2, 3
    on conflict (company, account, month)
    do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit
  )
  select p.n, p.status, p.reply from posted p order by p.n;
end $$;
