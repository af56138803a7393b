-- The agreement names persons who are told beside a side: marketers of pods, and whoever a consequence is to reach.
alter table notice drop constraint notice_audience_check;
alter table notice add constraint notice_audience_check
  check (audience in ('owner', 'manager', 'sales', 'salesPerson', 'marketing', 'marketingPerson'));
update notice set audience = 'marketingPerson' where audience = 'marketing' and recipient <> '';
