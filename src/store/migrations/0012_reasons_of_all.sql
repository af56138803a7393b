-- Whose reject reasons HubSpot offers: the agreements in force, each with its version ("main 3, emea 1"); '' before the first.
-- A version number alone could be of any agreement. The next turn offers them anew.

alter table portal drop column reasons_version;
alter table portal add column reasons_of text not null default '';
