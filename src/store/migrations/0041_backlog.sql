-- The backlog (5a.2): leads that were over the line before the switch-on, as the last decision left them, and their release by a
-- person, best first, so many for each rep and day.
alter table lead
  add column in_backlog boolean not null default false,
  -- Tried in a release since it was judged, and taken by nobody: the pools that were looked at, of which a rep has to be free first;
  -- and before when it is not tried again in any case.
  add column release_pools text[],
  add column release_after timestamptz;
-- The next decision about each says for sure whether it is.
update lead set in_backlog = true where coalesce(shadow, state) ->> 'status' = 'baseline';
create index lead_in_backlog on lead (portal_id) where in_backlog;

create table backlog_release (
  portal_id text not null references portal,
  -- 1, 2, … of the portal.
  number integer not null,
  state text not null default 'running' check (state in ('running', 'stopped', 'done')),
  per_rep_and_day integer not null check (per_rep_and_day > 0),
  -- Leads of this release, all days together; null: the whole backlog.
  lead_limit integer check (lead_limit > 0),
  -- `user 171`, `admin token`; and as leads are told, '' where nobody's name is known.
  started_by text not null,
  started_by_name text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- '' unless a person stopped it.
  ended_by text not null default '',
  -- When it is looked at again. Business time.
  next_at timestamptz not null,
  primary key (portal_id, number),
  check ((state = 'running') = (ended_at is null))
);
create unique index backlog_release_running on backlog_release (portal_id) where state = 'running';

-- Which leads a release has let go, and to whom: what shares of a day are counted by. Written with the decision that did it.
create table backlog_release_lead (
  portal_id text not null,
  number integer not null,
  lead_id text not null,
  owner_id text not null,
  -- In the zone of the agreement's calendar.
  day date not null,
  at timestamptz not null,
  primary key (portal_id, number, lead_id),
  foreign key (portal_id, number) references backlog_release
);
create index backlog_release_lead_day on backlog_release_lead (portal_id, day);
