-- When an effect was switched on for the first time: relaunches and debts are counted from it, and no publication, pause or
-- reinstall moves it. Null: never yet. Of portals that an earlier release switched on, as the audit trail tells.

alter table portal add column first_live_at timestamptz;
update portal p set first_live_at = (
  select min(a.at) from audit_entry a where a.portal_id = p.portal_id and a.action like 'effects on:%');
