-- What the account does not let Accord write, by object of HubSpot's paths: {code, at}. Nothing of it is sent while it stands.
alter table portal add column refused_writes jsonb not null default '{}';
