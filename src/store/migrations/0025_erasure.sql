-- People whom HubSpot has erased for good, or an admin here. What every table keeps of a person, and how it goes, is written
-- down in src/store/erasure/traces.ts.

-- Random, made once, sealed as tokens are: a dump of the database alone does not tell who was erased.
create table erasure_key (
  one boolean primary key default true check (one),
  sealed text not null
);

-- What stays: whoever comes under an id with this hash is not let in again.
create table erased_contact (
  portal_id text not null references portal,
  -- HMAC-SHA-256 of portal and contact id, in hexadecimal.
  id_hash text not null,
  requested_at timestamptz not null,
  -- When nothing was left; null: not yet.
  erased_at timestamptz,
  -- What came under the id afterwards.
  dropped bigint not null default 0,
  primary key (portal_id, id_hash)
);

-- Who is being erased: read by every claim, so that nothing is judged or written from the very commit of the word on. The row
-- goes with the last trace. Instants are technical.
create table erasure (
  portal_id text not null references portal,
  contact_id text not null,
  requested_at timestamptz not null,
  -- Of the next pass: the first comes at once, the second looks for what was on its way during the first.
  next_at timestamptz not null,
  passes integer not null default 0,
  -- What the first pass found: with the contacts merged into this one, and their leads.
  contact_ids text[] not null default '{}',
  lead_ids text[] not null default '{}',
  primary key (portal_id, contact_id)
);
create index erasure_due on erasure (next_at);

-- Which contacts became part of which: whoever erases the one erases what the others have left.
create table contact_merge (
  portal_id text not null references portal,
  contact_id text not null,
  merged_into text not null,
  primary key (portal_id, contact_id, merged_into)
);
create index contact_merge_into on contact_merge (portal_id, merged_into);
insert into contact_merge (portal_id, contact_id, merged_into)
select distinct e.portal_id, part.id, e.event ->> 'newObjectId'
from inbox_event e
join portal p on p.portal_id = e.portal_id
cross join lateral (
  select e.event ->> 'primaryObjectId' as id
  union all
  select jsonb_array_elements_text(case jsonb_typeof(e.event -> 'mergedObjectIds') when 'array' then e.event -> 'mergedObjectIds' else '[]' end)) part
where e.object_type = 'contact' and e.action = 'merge' and part.id <> e.event ->> 'newObjectId';

-- A person's events, whichever end of a link they name.
create index inbox_event_object on inbox_event (portal_id, object_id, object_type);
create index inbox_event_from on inbox_event (portal_id, (event ->> 'fromObjectId')) where action = 'associationChange';
create index inbox_event_to on inbox_event (portal_id, (event ->> 'toObjectId')) where action = 'associationChange';
create index inbox_event_merge on inbox_event (portal_id) where action = 'merge';
