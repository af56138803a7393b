-- The whole truth of Accord (D1). Every table is keyed by portal first; ids are text because HubSpot's are strings.
-- Two kinds of time: business instants come from accord_now() (the clock that decisions see), technical ones
-- (leases, deadlines of calls, retries) from clock_timestamp().

-- Virtual time for the demo and for tests: one row shifts and speeds up the clock of every process at once.
-- In production the table is empty and accord_now() is Postgres's clock (D5).
create table clock_setting (
  one boolean primary key default true check (one),
  anchor_real timestamptz not null,
  anchor_virtual timestamptz not null,
  speed double precision not null check (speed > 0)
);

create function accord_now() returns timestamptz language sql volatile as $$
  select date_trunc('milliseconds', coalesce(
    (select anchor_virtual + (clock_timestamp() - anchor_real) * speed from clock_setting),
    clock_timestamp()))
$$;

create table portal (
  portal_id text primary key,
  status text not null check (status in ('active', 'parked', 'uninstalled')),
  -- Why nothing is called for a parked portal.
  status_reason text not null default '',
  language text not null default 'en' check (language in ('en', 'fr')),
  time_zone text not null default 'UTC',
  -- Lifecycle values in the order HubSpot lets the API move forward.
  lifecycle_order text[] not null default '{}',
  -- Goes up at every switch between observing and acting; see 5a.1, 5a.2.
  regime integer not null default 0,
  baseline_at timestamptz not null,
  paused boolean not null default false,
  -- Goes up when every lead must be judged again (a version published, an effect switched); see 10.9.
  epoch bigint not null default 1,
  -- `now` never goes back for a portal (10.10).
  last_now timestamptz not null,
  -- First import of the contacts: the page to read next, null when done.
  backfill_after text default '',
  -- When our properties were created in HubSpot, null before an admin's click.
  provisioned_at timestamptz,
  -- Whether tasks took the unique key property (10.3).
  unique_task_key boolean not null default false,
  owners_read_at timestamptz,
  installed_at timestamptz not null
);

create table portal_token (
  portal_id text primary key references portal,
  -- AES-256-GCM envelopes that name their key.
  access_token text not null,
  refresh_token text not null,
  expires_at timestamptz not null,
  scopes text[] not null,
  updated_at timestamptz not null
);

create table oauth_state (
  state_hash text primary key,
  created_at timestamptz not null
);

create table portal_effect (
  portal_id text not null references portal,
  effect text not null check (effect in ('scores', 'stage', 'owner', 'tasks', 'consequences')),
  enabled boolean not null,
  -- A wish older than this is not granted by switching on (5a.1).
  since timestamptz not null,
  primary key (portal_id, effect)
);

create table owner (
  portal_id text not null references portal,
  owner_id text not null,
  email text not null default '',
  name text not null default '',
  user_id text not null default '',
  archived boolean not null,
  primary key (portal_id, owner_id)
);

create table agreement_version (
  portal_id text not null references portal,
  agreement_id text not null,
  version integer not null check (version > 0),
  status text not null check (status in ('draft', 'proposed', 'signed', 'active', 'superseded')),
  language text not null check (language in ('en', 'fr')),
  -- What the teams wrote, and the canonical JSON that decisions run on.
  document text not null,
  compiled text not null,
  content_hash text not null,
  active_from timestamptz,
  created_at timestamptz not null,
  primary key (portal_id, agreement_id, version)
);
create unique index agreement_version_active on agreement_version (portal_id, agreement_id) where status = 'active';

-- When a portal wants a turn. wake_at is technical (new facts, unsent changes), review_at is business time.
create table portal_work (
  portal_id text primary key references portal,
  wake_at timestamptz,
  review_at timestamptz,
  -- HubSpot asked for a pause, or something failed: nothing is called before, and why.
  paused_until timestamptz,
  pause_reason text not null default '',
  events_accepted bigint not null default 0,
  events_duplicated bigint not null default 0,
  events_set_aside bigint not null default 0,
  events_echoed bigint not null default 0
);

create table portal_lease (
  portal_id text primary key references portal,
  fence bigint not null default 0,
  -- Which turn has it, for whoever looks; the fence is what counts.
  holder text not null default '',
  until timestamptz not null default '-infinity'
);

create table inbox_event (
  portal_id text not null,
  event_key text not null,
  object_type text not null,
  -- Null for an association event, which has two ends.
  object_id text,
  action text not null,
  property_name text,
  property_value text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  echo boolean not null default false,
  -- False until a turn has folded it into the mirror.
  folded boolean not null default false,
  event jsonb not null,
  primary key (portal_id, event_key)
);
create index inbox_event_unfolded on inbox_event (portal_id, object_type, object_id) where not folded;

-- What could not be understood: kept, counted, shown, never in the way.
create table set_aside_event (
  id bigint generated always as identity primary key,
  portal_id text,
  reason text not null,
  raw text not null,
  received_at timestamptz not null
);

create sequence dirty_generation;
create table dirty (
  portal_id text not null,
  object_type text not null,
  object_id text not null,
  -- A turn clears only the generation it read, so a fact that comes meanwhile is not lost (D4).
  generation bigint not null,
  lane smallint not null check (lane between 0 and 3),
  not_before timestamptz not null,
  attempts integer not null default 0,
  last_error text not null default '',
  primary key (portal_id, object_type, object_id)
);
create index dirty_claim on dirty (portal_id, lane, generation);

create table mirror (
  portal_id text not null,
  object_type text not null,
  object_id text not null,
  -- {"property": {"v": value, "at": instant of the value, "k": event key, "r": HubSpot's clock when last read}}
  cells jsonb not null,
  created_at timestamptz not null,
  -- HubSpot's clock at the newest read; null when never read.
  read_at timestamptz,
  -- Hash of the list of properties asked for; another list means reading again.
  read_set text not null default '',
  gone boolean not null default false,
  primary key (portal_id, object_type, object_id)
);

create table lead (
  portal_id text not null references portal,
  lead_id text not null,
  agreement_id text not null,
  contact_id text not null,
  -- '' when there is none; null when not looked up yet.
  company_id text,
  -- Live state, and the one of observe mode, which is dropped when the regime changes (5a.2).
  state jsonb not null,
  shadow jsonb,
  review_at timestamptz,
  review_exact boolean not null default true,
  judged_epoch bigint not null default 0,
  judged_version integer not null default 0,
  last_decision bigint,
  -- Hash of the last decision's answer: an equal one is not stored again (10.8).
  answer_hash text not null default '',
  primary key (portal_id, lead_id)
);
create index lead_review on lead (portal_id, review_at) where review_at is not null;
create index lead_epoch on lead (portal_id, judged_epoch, lead_id);
create index lead_contact on lead (portal_id, contact_id);
create index lead_company on lead (portal_id, company_id) where company_id is not null and company_id <> '';

create table lead_alias (
  portal_id text not null,
  contact_id text not null,
  lead_id text not null,
  primary key (portal_id, contact_id)
);

create table signal (
  portal_id text not null,
  lead_id text not null,
  signal_id text not null,
  kind text not null,
  at timestamptz not null,
  detail text not null,
  known_at timestamptz not null,
  primary key (portal_id, lead_id, signal_id)
);

create sequence decision_seq;
create table decision (
  seq bigint not null default nextval('decision_seq'),
  portal_id text not null,
  lead_id text not null,
  agreement_id text not null,
  version integer not null,
  at timestamptz not null,
  -- Decided on the live state, or on the shadow of observe mode.
  live boolean not null,
  -- App version, ICU and time-zone data: a replay elsewhere says so when they differ (10.8).
  engine text not null,
  -- Canonical JSON (compressed by Postgres): what decide() was given, and what it answered.
  inputs text not null,
  outcome text not null,
  outcome_hash text not null,
  primary key (seq, at)
) partition by range (at);
create index decision_lead on decision (portal_id, lead_id, seq);
create table decision_default partition of decision default;

-- Old months are dropped as a whole, so each month has a partition of its own; made ahead of time.
create function ensure_decision_partitions(around timestamptz) returns void language plpgsql as $$
declare
  month_start timestamptz;
  part text;
begin
  perform pg_advisory_xact_lock(hashtextextended('decision partitions', 0));
  for ahead in 0..1 loop
    month_start := date_trunc('month', around at time zone 'UTC') at time zone 'UTC' + make_interval(months => ahead);
    part := 'decision_' || to_char(month_start at time zone 'UTC', 'YYYY_MM');
    -- A month that has begun in the default partition stays there.
    if to_regclass(part) is null and not exists (
      select 1 from decision_default where at >= month_start and at < month_start + interval '1 month') then
      execute format('create table %I partition of decision for values from (%L) to (%L)',
        part, month_start, month_start + interval '1 month');
    end if;
  end loop;
end
$$;

create table routing_cursor (
  portal_id text not null,
  agreement_id text not null,
  -- `main`, or `observe:<regime>` for the rehearsal of observe mode.
  pool text not null,
  turns bigint not null default 0,
  primary key (portal_id, agreement_id, pool)
);

-- One row per lead and property (D7). intended → sent → confirmed, or parked with its reason.
create table outbox_property (
  portal_id text not null,
  lead_id text not null,
  property text not null,
  value text not null,
  state text not null check (state in ('intended', 'sent', 'confirmed', 'parked')),
  lane smallint not null,
  -- Value on the wire or last confirmed: an event that brings it back is our own echo.
  sent_value text,
  sent_at timestamptz,
  not_before timestamptz not null,
  attempts integer not null default 0,
  reason text not null default '',
  intended_at timestamptz not null,
  primary key (portal_id, lead_id, property)
);
create index outbox_property_open on outbox_property (portal_id, lane, not_before) where state in ('intended', 'sent');

create table task (
  portal_id text not null,
  lead_id text not null,
  -- Independent of the decision, and the value of the task's unique property: <portal>:<lead>:<occurrence> (D7).
  task_key text not null,
  -- What Accord wants the task to be.
  owner_id text not null,
  clause text not null,
  subject text not null,
  body text not null,
  due_at timestamptz not null,
  open boolean not null,
  state text not null check (state in ('intended', 'sent', 'confirmed', 'parked')),
  lane smallint not null,
  -- Set once HubSpot has created it.
  task_id text,
  sent_at timestamptz,
  not_before timestamptz not null,
  attempts integer not null default 0,
  reason text not null default '',
  intended_at timestamptz not null,
  primary key (portal_id, task_key)
);
create unique index task_one_open on task (portal_id, lead_id) where open;
create index task_unsent on task (portal_id, lane, not_before) where state in ('intended', 'sent');

-- What would have been written while an effect was off; kept for the report, never sent (5a.1).
create table withheld_change (
  portal_id text not null,
  lead_id text not null,
  -- Property name, or `task`.
  target text not null,
  effect text not null,
  value text not null,
  -- What HubSpot held, and would have been overwritten.
  current_value text not null,
  regime integer not null,
  withheld_at timestamptz not null,
  primary key (portal_id, lead_id, target)
);

-- One row per call to HubSpot that still counts against a rate limit (D9).
create table api_slot (
  slot_id bigint generated always as identity primary key,
  portal_id text not null,
  bucket text not null,
  lane smallint not null,
  frees_at timestamptz not null
);
create index api_slot_count on api_slot (portal_id, bucket, frees_at);

create table api_limit (
  portal_id text not null,
  bucket text not null,
  -- Lowered by the Remaining header and by 429s; restored after `until`.
  ceiling integer not null,
  until timestamptz not null,
  primary key (portal_id, bucket)
);

-- Append-only (5a.13).
create table audit_entry (
  id bigint generated always as identity primary key,
  portal_id text not null,
  at timestamptz not null,
  actor text not null,
  origin text not null,
  action text not null,
  before jsonb,
  after jsonb,
  reason text not null default ''
);
