-- What followed breaches of sales' promises, step by step: carried out at most once of a run, never removed. It is the log
-- that people read, what the limits per hour count, and what says which reps get no further leads.

create table consequence (
  portal_id text not null references portal,
  consequence_id bigint generated always as identity,
  lead_id text not null,
  agreement_id text not null,
  -- The version that carried it out.
  version integer not null,
  cycle integer not null,
  clause text not null,
  run integer not null,
  -- Place in the promise's list, from 0.
  step integer not null,
  kind text not null check (kind in ('warn', 'escalate', 'reassign', 'return', 'suspend', 'agenda')),
  at timestamptz not null,
  -- The due instant that was missed.
  due_at timestamptz not null,
  -- Whose run it was, and whose the lead was then; '' for nobody's.
  owner_id text not null,
  owner_after text not null,
  -- A person took it back: the lead's next decision does so.
  asked_at timestamptz,
  undone_at timestamptz,
  -- The touch in time that became known late; null: a person took it back.
  touched_at timestamptz,
  -- The lead stands again where it stood.
  restored boolean not null default false,
  primary key (portal_id, consequence_id),
  unique (portal_id, lead_id, agreement_id, cycle, clause, run, step)
);
create index consequence_recent on consequence (portal_id, at);
create index consequence_suspended on consequence (portal_id, owner_id) where kind = 'suspend' and undone_at is null and asked_at is null;
