-- What Accord tells people (5a.11): a notice is told once, goes to the places that the agreement names, and is gathered there
-- with others into one message. Instants are technical but for `at` and `intended_at`, which are compared with switches.

create table notice (
  portal_id text not null references portal,
  -- Clause, lead or month, occurrence, audience: the same is told once.
  notice_key text not null,
  agreement_id text not null,
  kind text not null,
  audience text not null check (audience in ('owner', 'manager', 'sales', 'marketing')),
  -- E-mail address of the person; '' for a side.
  recipient text not null,
  teams text[] not null,
  clause_id text not null,
  clause_label text not null,
  -- Ours: contact ids and names are looked up when a message is written.
  lead_ids text[] not null,
  params jsonb not null,
  language text not null check (language in ('en', 'fr')),
  at timestamptz not null,
  intended_at timestamptz not null,
  -- `routed`: it has its deliveries.
  state text not null default 'intended' check (state in ('intended', 'routed', 'parked')),
  reason text not null default '',
  primary key (portal_id, notice_key)
);
create index notice_unrouted on notice (portal_id, intended_at) where state = 'intended';

create table notice_message (
  portal_id text not null references portal,
  message_id text not null,
  channel text not null check (channel in ('task', 'email', 'slack', 'teams')),
  -- An e-mail address; for Slack and Teams the side, with its team.
  destination text not null,
  state text not null check (state in ('intended', 'sent', 'confirmed', 'parked')),
  intended_at timestamptz not null,
  not_before timestamptz not null,
  sent_at timestamptz,
  attempts integer not null default 0,
  reason text not null default '',
  primary key (portal_id, message_id)
);
create index notice_message_open on notice_message (not_before) where state in ('intended', 'sent');

create table notice_delivery (
  portal_id text not null,
  notice_key text not null,
  channel text not null,
  destination text not null,
  personal_data boolean not null,
  -- When it may be put into a message, and how long the place rests after one.
  due_at timestamptz not null,
  rest_ms integer not null,
  message_id text,
  primary key (portal_id, notice_key, channel, destination),
  foreign key (portal_id, notice_key) references notice on delete cascade,
  foreign key (portal_id, message_id) references notice_message on delete cascade
);
create index notice_delivery_waiting on notice_delivery (portal_id, channel, destination, due_at) where message_id is null;
create index notice_delivery_message on notice_delivery (portal_id, message_id) where message_id is not null;

-- A place that was sent a message rests: managers get a digest, never one message per lead.
create table notice_place (
  portal_id text not null references portal,
  channel text not null,
  destination text not null,
  rests_until timestamptz not null,
  primary key (portal_id, channel, destination)
);

create table webhook (
  portal_id text not null references portal,
  side text not null check (side in ('marketing', 'sales')),
  -- '' for the whole side.
  team text not null,
  channel text not null check (channel in ('slack', 'teams')),
  -- The address is a secret: an envelope as of tokens.
  sealed_url text not null,
  host text not null,
  set_at timestamptz not null,
  primary key (portal_id, side, team, channel)
);
