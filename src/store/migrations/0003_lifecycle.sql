-- Deals of a contact, and properties that others keep writing.

-- The contact's deals as they were last read, in the form that decisions see, and whether they must be read again.
alter table lead add column deals jsonb not null default '[]';
alter table lead add column deals_stale boolean not null default true;
create index lead_deals on lead using gin (deals jsonb_path_ops) where deals <> '[]';

-- How often others wrote over what we had written, newest last, of the last hour:
-- [{"at": instant, "source": "<changeSource> <sourceId>", "value": what they wrote}] (10.7).
alter table outbox_property add column set_backs jsonb not null default '[]';

-- Who wrote a stage or an owner, for telling the culprit.
create index inbox_event_writer on inbox_event (portal_id, object_id, property_name, occurred_at)
  where property_name in ('lifecyclestage', 'hubspot_owner_id');
