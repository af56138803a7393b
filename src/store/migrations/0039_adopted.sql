-- Leads taken over from what HubSpot shows of an earlier Accord whose database is gone (5a.14): the status they were found in, '' for
-- those that were first met here; and the tasks that came along with them.
alter table lead add column adopted text not null default '';
alter table task add column adopted boolean not null default false;
create index lead_adopted on lead (portal_id, adopted) where adopted <> '';
