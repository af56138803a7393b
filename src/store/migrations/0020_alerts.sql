-- What sales promised for a month is counted by when it fell due, and each side is told of the other's (R32).

-- Whose month has a clock: by its run, and by the lead's total.
create index clock_by_due on clock (portal_id, agreement_id, due_at);
create index clock_by_total on clock (portal_id, agreement_id, total_due_at);

-- When the months of a portal were last looked at. Notices are told once by their keys: this only paces.
create table alert_look (
  portal_id text primary key references portal,
  looked_at timestamptz not null
);
