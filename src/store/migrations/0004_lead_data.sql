-- What reports about data quality count (R35, R41, R57), kept beside each lead so that none of them reads every decision.

-- Keys that two contacts of one person share (src/domain/identity.ts).
create table lead_key (
  portal_id text not null,
  lead_id text not null,
  kind text not null,
  key text not null,
  primary key (portal_id, lead_id, kind, key)
);
create index lead_key_match on lead_key (portal_id, kind, key);

-- The version whose reject reasons HubSpot offers as options; 0 before the first.
alter table portal add column reasons_version integer not null default 0;

create table lead_data (
  portal_id text not null,
  lead_id text not null,
  -- In the scope of the agreement and not gone from HubSpot.
  in_scope boolean not null,
  -- HubSpot's original source; '' when unknown.
  source text not null,
  owner_id text not null,
  -- {"field": true when it holds a value}, the fields asked for at the lead's stage and the next.
  fields jsonb not null,
  primary key (portal_id, lead_id)
);
