-- Whose promise a manager excused: two agreements of a portal may have clauses of one name, and a lead may go from one to the
-- other within a cycle. '': said under a release that did not tell them apart, by whatever agreement then judged the lead.
alter table clock_excuse add column agreement_id text not null default '';
update clock_excuse x set agreement_id = l.agreement_id from lead l
  where l.portal_id = x.portal_id and l.lead_id = x.lead_id;
alter table clock_excuse drop constraint clock_excuse_pkey;
alter table clock_excuse add primary key (portal_id, lead_id, cycle, clause, agreement_id);
