-- What HubSpot's user object tells of when people work (R18): read with the owners, where the account lets us.
create table portal_user (
  portal_id text not null references portal,
  -- As owner.user_id.
  user_id text not null,
  -- {timeZone, week} as in the agreement's pools; null: none are set, or they cannot be read.
  hours jsonb,
  -- [{from, until}] in instants, ascending.
  away jsonb not null default '[]',
  -- Properties whose value made no sense, shown to the admin.
  unreadable text[] not null default '{}',
  primary key (portal_id, user_id)
);
-- So that they are read before the next lead is judged.
update portal set owners_read_at = null;
