-- How a behaviour was seen: by a date on the contact, as an activity object, by a counter that rose, or a merge that
-- explains why one did. What counts is worked out from all of a lead's rows (src/domain/sightings.ts).
alter table signal
  add column source text not null default 'property' check (source in ('property', 'engagement', 'counter', 'merge')),
  -- Clock of the read or event that showed it.
  add column seen_at timestamptz,
  -- Total of a counter.
  add column count integer,
  -- Of an activity: who logged it, when it was entered, whether the lead was reached.
  add column owner_id text,
  add column logged_at timestamptz,
  add column outcome text check (outcome in ('attempt', 'contact'));
update signal set seen_at = at;
alter table signal alter column seen_at set not null;
-- An activity that changed or went is looked for on every lead it was seen on.
create index signal_engagement on signal (portal_id, signal_id) where source = 'engagement';

-- Searches for what HubSpot tells nobody: counters and calculated dates.
create table signal_poll (
  portal_id text primary key references portal,
  -- Technical time of the next search.
  next_at timestamptz not null,
  -- Business time from which records are searched: a round goes back to the start of the round before the last, so that
  -- what HubSpot's index shows late is found.
  since timestamptz not null,
  -- When the last round that ended began, and the one in work; null between rounds.
  last_at timestamptz not null,
  round_at timestamptz,
  -- The last record id of the page before; '' at the start of a round.
  after_id text not null default ''
);

-- Executions of workflow actions that were taken: HubSpot repeats them under the same id.
create table action_callback (
  portal_id text not null references portal,
  callback_id text not null,
  contact_id text not null,
  received_at timestamptz not null,
  primary key (portal_id, callback_id)
);
create index action_callback_age on action_callback (received_at);
