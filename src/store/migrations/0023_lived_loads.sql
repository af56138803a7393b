-- Leads that reps have in hand as they are lived, whatever was rehearsed before the switch-on: what pools count as load.
create index lead_lived_open on lead (portal_id)
  where state ->> 'status' in ('handedOver', 'accepted', 'working', 'rejected');
