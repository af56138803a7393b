-- Who is signed in with HubSpot (a hash of the cookie, never the cookie), and who may do what in a portal (R56).
create table session (
  token_hash text primary key,
  portal_id text not null references portal,
  user_id text not null,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_portal on session (portal_id);
create index session_expiry on session (expires_at);

-- What is granted beside what follows from the agreement and from HubSpot's owners. `subject`: a HubSpot user id, or the
-- name of a HubSpot team.
create table role_grant (
  portal_id text not null references portal,
  subject_kind text not null check (subject_kind in ('user', 'team')),
  subject text not null,
  role text not null check (role in ('admin', 'marketing', 'sales', 'reader')),
  granted_at timestamptz not null,
  primary key (portal_id, subject_kind, subject, role)
);

-- The audit trail is only ever added to (5a.13). Only the erasure of a whole portal, or of a person, may reach into it,
-- and says so within its transaction: set_config('accord.erasing', 'on', true).
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('accord.erasing', true), '') = 'on' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception 'the audit trail is append-only';
end $$;
create trigger audit_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
