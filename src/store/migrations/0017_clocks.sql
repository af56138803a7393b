-- Clocks: the promises of sales about each lead, run by run, as the decisions worked them out. They fire in sets, long
-- before the decisions of a busy portal come round (src/store/fire-clocks.ts), and stay as the ledger of what was kept.

create table clock (
  portal_id text not null references portal,
  lead_id text not null,
  agreement_id text not null,
  cycle integer not null,
  -- Id of the promise; a new owner is a new run.
  clause text not null,
  run integer not null,
  -- Of the agreement: the version that worked it out last.
  version integer not null,
  -- '' while nobody owns the lead.
  owner_id text not null,
  -- Of the lead's total, and of the run.
  started_at timestamptz not null,
  since timestamptz not null,
  -- Null: paused, or nobody's yet.
  warn_at timestamptz,
  due_at timestamptz,
  total_due_at timestamptz,
  -- The instants of the warning and the breach, once reached with the promise unmet: they stay.
  warned_at timestamptz,
  breached_at timestamptz,
  met_at timestamptz,
  status text not null
    check (status in ('running', 'warned', 'breached', 'paused', 'met', 'metLate', 'metKnownLate', 'excused', 'ended')),
  -- When each fired, once, and how late. Null with a warned_at or breached_at: nothing fired, because it fell due before
  -- the portal was switched on or while it stood still.
  warn_fired_at timestamptz,
  warn_late_ms integer,
  breach_fired_at timestamptz,
  breach_late_ms integer,
  -- What fires next; null: nothing does until a decision says otherwise.
  next_at timestamptz,
  primary key (portal_id, lead_id, agreement_id, cycle, clause, run)
);
create index clock_next on clock (next_at) where next_at is not null;
-- Lists of a portal: what is open by its due time, and what was breached.
create index clock_open on clock (portal_id, (coalesce(due_at, 'infinity'::timestamptz))) where status in ('running', 'warned', 'breached', 'paused');

-- What fires next of a clock that is open: a warning or a breach that has not fired and does not lie before the portal's last
-- switch. What a decision found before it fired, fires all the same.
create function clock_next_at(status text, warns_at timestamptz, breaches_at timestamptz, warn_fired_at timestamptz,
  breach_fired_at timestamptz, switched_at timestamptz)
returns timestamptz language sql immutable as $$
  select case when status in ('running', 'warned', 'breached') then least(
    case when warn_fired_at is null and warns_at > switched_at then warns_at end,
    case when breach_fired_at is null and breaches_at > switched_at then breaches_at end) end
$$;

-- The next instant of the lead's own clocks: leads whose clock has come are judged before those whose score has aged.
alter table lead add column clock_at timestamptz;
create index lead_clock on lead (portal_id, clock_at) where clock_at is not null;

-- What people say stopped the work on a lead; one at a time. Who said so and why is in audit_entry.
create table lead_pause (
  portal_id text not null references portal,
  lead_id text not null,
  pause_id bigint generated always as identity,
  from_at timestamptz not null,
  -- Null: not over yet.
  to_at timestamptz,
  -- Id of one of the agreement's `promises.sales.pauses`.
  reason text not null,
  primary key (portal_id, lead_id, pause_id)
);
create unique index lead_pause_open on lead_pause (portal_id, lead_id) where to_at is null;

-- A manager says that a promise need not be kept for this lead in one cycle.
create table clock_excuse (
  portal_id text not null references portal,
  lead_id text not null,
  cycle integer not null,
  clause text not null,
  at timestamptz not null,
  primary key (portal_id, lead_id, cycle, clause)
);

-- When HubSpot confirmed the value, by the clock of decisions: nobody is accused of what he could not see yet (10.6). Null:
-- never, or an earlier release wrote it.
alter table outbox_property add column confirmed_at timestamptz;
