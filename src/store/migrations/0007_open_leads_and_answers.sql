-- The leads that sales has in hand, and those that are silent, without a look at all the others: a portal of 200,000 leads
-- has some thousands of them.

-- When the task of the last stored decision is due; read out of the decision's text, a thousand of them take a second.
alter table lead add column due_at timestamptz;
update lead l set due_at = (d.outcome::jsonb -> 'task' ->> 'dueAt')::timestamptz
from decision d
where d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.seq = l.last_decision
  and coalesce(l.shadow, l.state) ->> 'status' in ('handedOver', 'accepted', 'working', 'rejected');

create index lead_due on lead (portal_id, due_at, lead_id)
  where coalesce(shadow, state) ->> 'status' in ('handedOver', 'accepted', 'working', 'rejected');
create index lead_handed_over on lead (portal_id, (coalesce(shadow, state) ->> 'handedOverAt'), contact_id)
  where coalesce(shadow, state) ->> 'status' in ('handedOver', 'accepted', 'working', 'rejected');

-- What a workflow action was answered: a repetition, or a captured request played again, hears the same (v2 signatures
-- carry no time).
alter table action_callback add column answer jsonb;
