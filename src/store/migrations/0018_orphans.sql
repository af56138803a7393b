-- What the owner was told of, what he did to the task in HubSpot, and what the sweep found that nobody looks after.

alter table task
  -- The strong signal's notice that the task carries (R20); null: none.
  add column noticed_at timestamptz,
  -- Completed in HubSpot without a trace, and opened again, once (5a.6).
  add column reopened_at timestamptz,
  -- Found deleted in HubSpot: it is not made again.
  add column deleted_at timestamptz;

create table sweep (
  portal_id text primary key references portal,
  -- Business time: of the start, and of the last one that ended.
  started_at timestamptz not null,
  swept_at timestamptz
);

-- What the last sweep found. Texts are made when they are read.
create table orphan (
  portal_id text not null references portal,
  kind text not null,
  -- Lead id, task key, or name of what it is about; unique within a kind.
  subject text not null,
  contact_id text not null default '',
  -- What the text tells beside: a reason, an owner id, a number.
  detail text not null default '',
  found_at timestamptz not null,
  seen_at timestamptz not null,
  -- When the sweep did something about it; what is there again afterwards is left to a person.
  mended_at timestamptz,
  primary key (portal_id, kind, subject)
);
