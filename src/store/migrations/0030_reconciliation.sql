-- Nothing missed: where the first reading of a portal stands, and the nightly comparison of HubSpot with what is known of it.

alter table portal_work
  -- The backfill's share of HubSpot's budget is spent: nothing of its lane is done before. Technical time.
  add column backfill_at timestamptz;

-- The first reading of a portal's contacts. Technical times, for its speed.
create table backfill (
  portal_id text primary key references portal,
  started_at timestamptz not null,
  ended_at timestamptz,
  paused boolean not null default false,
  -- Contacts that HubSpot counted when it began.
  total integer not null,
  read integer not null default 0,
  -- From where the speed is measured: the start, or the end of the last pause.
  since_at timestamptz not null,
  since_read integer not null default 0
);

-- One comparison of a portal with its ledger. Business times.
create table reconciliation (
  portal_id text not null references portal,
  run bigint generated always as identity,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- Where it goes on: what is compared, and the last id of the page before.
  phase text not null default 'properties',
  after_id text not null default '',
  contacts integer not null default 0,
  differences integer not null default 0,
  primary key (portal_id, run)
);
create unique index reconciliation_open on reconciliation (portal_id) where ended_at is null;

-- What differed, and whether it was mended. Names of properties, never their values.
create table reconciliation_difference (
  portal_id text not null,
  run bigint not null,
  kind text not null,
  subject text not null,
  contact_id text not null default '',
  detail text not null default '',
  is_mended boolean not null,
  primary key (portal_id, run, kind, subject),
  foreign key (portal_id, run) references reconciliation on delete cascade
);
create index reconciliation_difference_contact on reconciliation_difference (portal_id, contact_id);

-- Records in the order in which HubSpot lists them.
create index mirror_in_order on mirror (portal_id, object_type, length(object_id), object_id);
