-- HubSpot's webhooks journal: where the app goes on reading it. One row for the app, since the journal is the app's.
create table webhooks_journal (
  -- One row.
  only_row boolean primary key default true check (only_row),
  -- The last file read; null: none yet.
  last_offset text,
  -- Technical times.
  next_at timestamptz not null default clock_timestamp(),
  claimed_until timestamptz,
  claim text not null default ''
);
insert into webhooks_journal default values;

-- What a webhook has told already is found by what it says: the journal has no event ids.
create index inbox_event_twin on inbox_event (portal_id, object_type, object_id, occurred_at);
