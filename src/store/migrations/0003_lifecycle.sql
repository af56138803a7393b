-- Deals of a contact, and properties that others keep writing.

-- Ids of the contact's deals; null when not looked up yet, or when an association has changed since.
alter table lead add column deal_ids text[];
create index lead_deals on lead using gin (deal_ids) where deal_ids is not null and deal_ids <> '{}';

-- How often others wrote over what we had written, newest last, of the last hour:
-- [{"at": instant, "source": "<changeSource> <sourceId>", "value": what they wrote}] (10.7).
alter table outbox_property add column set_backs jsonb not null default '[]';

-- Who wrote a stage or an owner, for telling the culprit.
create index inbox_event_writer on inbox_event (portal_id, object_id, property_name, occurred_at)
  where property_name in ('lifecyclestage', 'hubspot_owner_id');
