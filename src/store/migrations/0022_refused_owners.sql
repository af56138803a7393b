-- When HubSpot last refused somebody as the owner of a record: no API tells who has a seat, its refusal does.
alter table owner add column refused_at timestamptz;
