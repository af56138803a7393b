-- HubSpot's lists of contacts that agreements in force name: which list of the account each is, and how far its members have been
-- looked through in the order in which they joined (lists send no webhook).
create table contact_list (
  portal_id text not null references portal,
  -- The name as rules know it: lower case, trimmed.
  list_key text not null,
  -- '': the account has no list of that name.
  list_id text not null,
  -- Where the next look begins; '': at the first member.
  after_member text not null default '',
  primary key (portal_id, list_key)
);
