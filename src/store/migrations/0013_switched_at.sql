-- When the portal was switched last: installed, an effect on or off, paused, resumed. A version that comes into force moves the
-- baseline but not this: what HubSpot dated in between and is read later is new. Null: as if just switched.

alter table portal add column switched_at timestamptz;
update portal set switched_at = baseline_at;
