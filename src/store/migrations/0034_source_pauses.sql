-- Hand-overs from a source are paused, because too few of a month's leads from it came to something (R27, R30): once for each
-- source and month, never removed. It is what decisions are held by, and the log that people read.
create table source_pause (
  portal_id text not null references portal,
  pause_id bigint generated always as identity,
  agreement_id text not null,
  -- The version in force that asked for it.
  version integer not null,
  -- The quality clause of the month's own version, from and to which stage it counts.
  clause text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  from_unit text not null,
  to_unit text not null,
  -- HubSpot's original source.
  source text not null check (source <> ''),
  reached integer not null,
  matured integer not null,
  -- In millionths.
  floor integer not null,
  since timestamptz not null,
  until timestamptz,
  -- met: the floor was met again, with the numbers of the month that says so · agreement: the version in force asks for it no
  -- more · person: see ended_by_actor.
  ended_by text check (ended_by in ('met', 'agreement', 'person')),
  ended_by_actor text not null default '',
  end_month text,
  end_reached integer,
  end_matured integer,
  primary key (portal_id, pause_id),
  unique (portal_id, agreement_id, source, month),
  check ((until is null) = (ended_by is null))
);
create unique index source_pause_standing on source_pause (portal_id, agreement_id, source) where until is null;

-- Leads that nothing but such a pause keeps from being handed over.
create index lead_held on lead (portal_id) where (state ->> 'heldSince') is not null;
