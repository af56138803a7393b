-- The life of a version: draft → proposed → signed by both sides → active from a date → superseded, with withdrawn and
-- reverted as its other ends; who may sign and who did; which version was in force when.

-- A portal's agreements in order: the first whose scope a lead is in judges it.
create table agreement (
  portal_id text not null references portal,
  agreement_id text not null,
  position integer not null,
  primary key (portal_id, agreement_id)
);
insert into agreement (portal_id, agreement_id, position)
select portal_id, agreement_id, row_number() over (partition by portal_id order by agreement_id)
from (select distinct portal_id, agreement_id from agreement_version) known;

alter table agreement_version drop constraint agreement_version_status_check;
alter table agreement_version
  add constraint agreement_version_status_check
    check (status in ('draft', 'proposed', 'signed', 'active', 'superseded', 'withdrawn', 'reverted')),
  -- What the content hash covers: 1 document and compiled form (releases before this one), 2 signatories, language and
  -- start as well.
  add column hash_scheme smallint not null default 1,
  add column proposed_at timestamptz,
  -- Part of what is signed: not in force before. Null: from the activation on.
  add column starts_at timestamptz,
  -- When a signed version is to come into force; workers act on it. Null: nobody has said so, or it is done.
  add column activates_at timestamptz,
  -- Who wishes to take the version in force back, until a signatory confirms.
  add column revert_wish jsonb;
create unique index agreement_version_draft on agreement_version (portal_id, agreement_id) where status = 'draft';
create unique index agreement_version_proposed on agreement_version (portal_id, agreement_id) where status = 'proposed';
create index agreement_version_due on agreement_version (portal_id, activates_at) where activates_at is not null;

-- Named in the document: one for each side, then dated delegates. The hash is what the content hash covers; name and
-- e-mail stand beside it and can be erased (10.8).
create table agreement_signatory (
  portal_id text not null,
  agreement_id text not null,
  version integer not null,
  position smallint not null,
  side text not null check (side in ('marketing', 'sales')),
  delegate boolean not null,
  -- Local days of a delegate, both included; null for the signatories themselves.
  from_day text,
  until_day text,
  salt text not null,
  hash text not null,
  name text,
  email text,
  primary key (portal_id, agreement_id, version, position),
  foreign key (portal_id, agreement_id, version) references agreement_version
);

create table agreement_signature (
  portal_id text not null,
  agreement_id text not null,
  version integer not null,
  side text not null check (side in ('marketing', 'sales')),
  -- The signatory or delegate who signed: agreement_signatory.position.
  position smallint not null,
  -- HubSpot's user id, from a request that HubSpot signed.
  user_id text not null,
  -- What was signed: worth nothing when the content's hash is another.
  content_hash text not null,
  signed_at timestamptz not null,
  primary key (portal_id, agreement_id, version, side),
  unique (portal_id, agreement_id, version, user_id),
  foreign key (portal_id, agreement_id, version, position) references agreement_signatory
);

-- Which version was in force when: half-open periods [from_at, until_at), each agreement's in one line without gaps.
create table agreement_period (
  portal_id text not null,
  agreement_id text not null,
  seq integer not null,
  version integer not null,
  from_at timestamptz not null,
  until_at timestamptz,
  cause text not null check (cause in ('install', 'activate', 'revert')),
  -- Chained: of the period before, the version's content and the start.
  seal text not null,
  -- The portal's switching period from here on, and what was so before: a revert goes back to it.
  regime integer not null,
  regime_before integer not null,
  baseline_before timestamptz not null,
  -- Set by a revert: leads judged under that regime go on as if nothing had been switched.
  continues_regime integer,
  primary key (portal_id, agreement_id, seq),
  check (until_at is null or from_at <= until_at),
  foreign key (portal_id, agreement_id, version) references agreement_version
);
create unique index agreement_period_open on agreement_period (portal_id, agreement_id) where until_at is null;

-- Versions of earlier releases were in force from their publication to the next; they carry no seal.
insert into agreement_period (portal_id, agreement_id, seq, version, from_at, until_at, cause, seal, regime, regime_before, baseline_before)
select v.portal_id, v.agreement_id, row_number() over chain, v.version, v.active_from, lead(v.active_from) over chain,
  case when row_number() over chain = 1 then 'install' else 'activate' end, '', p.regime, p.regime, p.baseline_at
from agreement_version v join portal p on p.portal_id = v.portal_id
where v.status in ('active', 'superseded') and v.active_from is not null
window chain as (partition by v.portal_id, v.agreement_id order by v.version);

-- What a change of the agreement would do, by the hash of the document's compiled form: activation asks for it.
create table agreement_preview (
  portal_id text not null references portal,
  agreement_id text not null,
  preview_hash text not null,
  -- The version in force that it was held against.
  against integer,
  at timestamptz not null,
  token text not null,
  summary jsonb not null,
  primary key (portal_id, agreement_id, preview_hash)
);

alter table outbox_property
  -- What HubSpot held before the first write under the version in force, and which version that was (5a.9).
  add column prior_value text,
  add column prior_agreement text,
  add column prior_version integer;

alter table audit_entry
  -- As what the actor acted: admin, user, signatory or delegate of a side.
  add column role text not null default '';
