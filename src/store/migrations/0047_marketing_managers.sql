-- Consequences of a broken promise of marketing's name persons, too.
alter table notice drop constraint notice_audience_check;
alter table notice add constraint notice_audience_check
  check (audience in ('owner', 'manager', 'sales', 'marketing', 'marketingManager'));
