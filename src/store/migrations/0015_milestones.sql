-- What happened to the leads that were handed over, as marketing's clauses count it (R29, R30, R35): one row for each stage that
-- a lead reached in a cycle, and for the cycle's end. Rows are added; one that turned out not to be so is marked, never changed.

create table milestone (
  id bigint generated always as identity primary key,
  portal_id text not null references portal,
  -- Of a lead that HubSpot has deleted it stays, so that a past month keeps its numbers; nothing here says who it was.
  lead_id text not null,
  cycle integer not null,
  kind text not null check (kind in ('mql', 'accepted', 'sql', 'opportunity', 'customer', 'rejected', 'recycled')),
  -- The version that judged it.
  agreement_id text not null,
  version integer not null,
  at timestamptz not null,
  by_hand boolean not null,
  -- A new one for marketing's promises: the lead's first of its kind, in no cycle that a person began.
  counts boolean not null,
  -- As they were at the hand-over of the cycle.
  segments text[] not null,
  channel text not null,
  campaigns text[] not null,
  complete boolean not null,
  -- How the cycle ended: rejected, noContact, dealLost, …; '' for what is no end.
  ending text not null,
  known_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_for text check (withdrawn_for in ('revert', 'notWon', 'merge'))
);
create unique index milestone_once on milestone (portal_id, lead_id, cycle, kind) where withdrawn_at is null;
create index milestone_by_time on milestone (portal_id, agreement_id, at) where withdrawn_at is null;

-- From when on milestones are complete. Of portals that an earlier release judged: from this update on.
alter table portal add column milestones_since timestamptz;
update portal set milestones_since = accord_now();
