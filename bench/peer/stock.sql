-- The peer's stock: FIFO layers, what lies there, what was booked of it by day, and the ledger, in one transaction a
-- document. An item is serialised by its row in `stock_pools`, which is locked first and in the order of items, so that two documents
-- never wait for each other; the company's row comes last, as in `post_entry`.

create table stock_items (
  company int not null, code text not null, id int generated always as identity, primary key (company, code)
);

create table stock_pools (
  company int not null, item int not null, quantity bigint not null default 0, value bigint not null default 0,
  primary key (company, item)
) with (fillfactor = 20);

create table stock_layers (
  company int not null, item int not null, sequence bigint not null, line int not null,
  quantity bigint not null, value bigint not null, remaining bigint not null, remaining_value bigint not null,
  primary key (company, item, sequence, line)
) with (fillfactor = 50);

create index on stock_layers (company, item, sequence, line) where remaining > 0;

create table stock_takings (
  company int not null, item int not null, sequence bigint not null, line int not null,
  layer_sequence bigint not null, layer_line int not null, quantity bigint not null, value bigint not null,
  primary key (company, item, sequence, line, layer_sequence, layer_line)
);

create table stock_values (
  company int not null, item int not null, date date not null, sequence bigint not null,
  quantity bigint not null, value bigint not null,
  primary key (company, item, date, sequence)
);

-- One document, one transaction, one round trip. Goods come in at `p_costs`; without them they go out, first in, first out.
create function move_stock(
  p_company int, p_key text, p_body_hash bytea, p_id text, p_date date,
  p_items text[], p_quantities bigint[], p_costs bigint[], p_payload text, p_reply text
) returns table (status int, reply text) language plpgsql as $$
declare
  stored record;
  layer record;
  pool record;
  wanted record;
  item_ids int[];
  moves_in boolean := p_costs is not null;
  v_sequence bigint;
  v_hash bytea;
  v_number bigint;
  v_total bigint := 0;
  v_left bigint;
  v_taken bigint;
  v_value bigint;
  v_cost bigint;
  values_out bigint[] := array_fill(0::bigint, array[cardinality(p_items)]);
  taken_items int[] := '{}';
  taken_lines int[] := '{}';
  taken_sequences bigint[] := '{}';
  taken_of int[] := '{}';
  taken_quantities bigint[] := '{}';
  taken_values bigint[] := '{}';
  v_inventory int;
  v_contra int;
begin
  select i.body_hash, i.reply into stored from idempotency i where i.company = p_company and i.key = p_key;
  if found then
    return query select case when stored.body_hash = p_body_hash then 200 else 409 end, stored.reply;
    return;
  end if;
  item_ids := array(
    select (select i.id from stock_items i where i.company = p_company and i.code = l.code)
      from unnest(p_items) with ordinality l(code, n) order by l.n
  );
  if array_position(item_ids, null) is not null then
    return query select 422, null::text;
    return;
  end if;
  select a.id into v_inventory from accounts a where a.company = p_company and a.code = '1200';
  select a.id into v_contra from accounts a
   where a.company = p_company and a.code = case when moves_in then '2100' else '5000' end;

  perform 1 from stock_pools p
    where p.company = p_company and p.item = any(item_ids) order by p.item for update;
  if moves_in then
    v_total := (select sum(c) from unnest(p_costs) c);
  else
    for wanted in
      select w.item, w.quantity, w.n from unnest(item_ids, p_quantities) with ordinality w(item, quantity, n) order by w.item, w.n
    loop
      v_left := wanted.quantity;
      v_cost := 0;
      for layer in
        select l.sequence, l.line, l.remaining, l.remaining_value from stock_layers l
         where l.company = p_company and l.item = wanted.item and l.remaining > 0 order by l.sequence, l.line
      loop
        exit when v_left = 0;
        v_taken := least(v_left, layer.remaining);
        v_value := case when v_taken = layer.remaining then layer.remaining_value
          else round(layer.remaining_value::numeric * v_taken / layer.remaining)::bigint end;
        update stock_layers l set remaining = l.remaining - v_taken, remaining_value = l.remaining_value - v_value
         where l.company = p_company and l.item = wanted.item and l.sequence = layer.sequence and l.line = layer.line;
        taken_items := taken_items || wanted.item;
        taken_lines := taken_lines || wanted.n::int;
        taken_sequences := taken_sequences || layer.sequence;
        taken_of := taken_of || layer.line;
        taken_quantities := taken_quantities || v_taken;
        taken_values := taken_values || v_value;
        v_left := v_left - v_taken;
        v_cost := v_cost + v_value;
      end loop;
      if v_left > 0 then
        raise exception using errcode = 'P0001', message = 'stock_insufficient';
      end if;
      values_out[wanted.n] := v_cost;
      v_total := v_total + v_cost;
    end loop;
  end if;

  update companies c
     set sequence = c.sequence + 1,
         hash = sha256(c.hash || int8send(c.sequence + 1) || convert_to(p_payload || v_total, 'UTF8'))
   where c.id = p_company returning c.sequence, c.hash into v_sequence, v_hash;
  update journals j set number = j.number + 1
   where j.company = p_company and j.code = 'general' returning j.number into v_number;
  reply := p_reply || ',"value":' || v_total || ',"sequence":' || v_sequence || ',"number":' || v_number || '}';

  with moved as materialized (
    select m.item, m.n::int as line, case when moves_in then m.quantity else - m.quantity end as quantity,
           case when moves_in then m.cost else - m.value end as value
      from unnest(item_ids, p_quantities, coalesce(p_costs, values_out), values_out)
        with ordinality m(item, quantity, cost, value, n)
  ), summed as materialized (
    select item, sum(quantity) as quantity, sum(value) as value from moved group by item
  ), posted_event as (
    insert into events values (p_company, v_sequence, 'stock-moved', clock_timestamp(), p_payload || v_total, v_hash)
  ), posted_entry as (
    insert into entries values (p_company, 'general', v_number, v_sequence, p_id, p_date, 'stock')
  ), remembered as (
    insert into idempotency values (p_company, p_key, p_body_hash, reply)
  ), new_layers as (
    insert into stock_layers
    select p_company, item, v_sequence, line, quantity, value, quantity, value from moved where moves_in
  ), new_takings as (
    insert into stock_takings
    select p_company, t.item, v_sequence, t.line, t.sequence, t.of, t.quantity, t.value
      from unnest(taken_items, taken_lines, taken_sequences, taken_of, taken_quantities, taken_values)
        t(item, line, sequence, of, quantity, value)
  ), new_values as (
    insert into stock_values select p_company, item, p_date, v_sequence, quantity, value from summed
  ), moved_pools as (
    insert into stock_pools as p select p_company, item, quantity, value from summed order by item
    on conflict (company, item)
    do update set quantity = p.quantity + excluded.quantity, value = p.value + excluded.value
  ), posted_lines as (
    insert into lines
    select p_company, l.account, p_date, v_sequence, l.line, l.debit, l.credit from (values
      (v_inventory, 1, case when moves_in then v_total else 0 end, case when moves_in then 0 else v_total end),
      (v_contra, 2, case when moves_in then 0 else v_total end, case when moves_in then v_total else 0 end)
    ) l(account, line, debit, credit)
  )
  insert into balances as b
  select p_company, l.account, date_trunc('month', p_date)::date, l.debit, l.credit from (values
    (v_inventory, case when moves_in then v_total else 0 end, case when moves_in then 0 else v_total end),
    (v_contra, case when moves_in then 0 else v_total end, case when moves_in then v_total else 0 end)
  ) l(account, debit, credit) order by l.account
  on conflict (company, account, month)
  do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;

  status := 201;
  return next;
end $$;
