-- What the pools of an agreement have given: leads of the local day by owner, and whose turn it is in each pool. Before, the
-- number of turns was all. Pools begin anew: how often each rep was served is not known.
alter table routing_cursor add column ledger jsonb;
alter table routing_cursor drop column turns;

-- The company with the domain of a lead's e-mail address.
create index mirror_company_domain on mirror (portal_id, lower(cells -> 'domain' ->> 'v'))
  where object_type = 'company' and not gone;
