-- Records of HubSpot's lead object about a contact, as deals are kept (0003), and what the account does not let us read.

alter table lead add column hubspot_leads jsonb not null default '[]';
alter table lead add column hubspot_leads_stale boolean not null default true;
create index lead_hubspot_leads on lead using gin (hubspot_leads jsonb_path_ops) where hubspot_leads <> '[]';

-- By object of HubSpot's paths: {"leads": {"code": why, "at": when HubSpot refused last}}. Asked again after a while.
alter table portal add column refused_reads jsonb not null default '{}';
