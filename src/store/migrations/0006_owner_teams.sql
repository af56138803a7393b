-- Names of the HubSpot teams an owner belongs to, main team first: agreements read otherwise for some teams.
alter table owner add column teams text[] not null default '{}';
-- So that they are read before the next lead is judged.
update portal set owners_read_at = null;
