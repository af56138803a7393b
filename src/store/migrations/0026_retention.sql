-- How long a portal keeps events and what its decisions were made from (10.8); without a row the defaults of retention.ts.

create table retention (
  portal_id text primary key references portal,
  decisions_keep_days integer check (decisions_keep_days between 30 and 3650),
  events_keep_days integer check (events_keep_days between 7 and 400),
  -- Business time of the last night in which what was too old was dropped.
  ran_at timestamptz
);

-- Rows come in the order of their age: a summary of blocks is enough to find the old ones, and costs a writer nothing.
create index decision_age on decision using brin (at) with (autosummarize = on);
create index inbox_event_age on inbox_event using brin (received_at) with (autosummarize = on);

-- Of contacts that HubSpot has deleted, those whose facts are still here.
create index mirror_gone on mirror (portal_id, object_id)
  where gone and object_type = 'contact' and (cells - '$gone') <> '{}'::jsonb;
