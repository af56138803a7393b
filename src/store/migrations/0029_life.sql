-- When Accord's properties were last made again because HubSpot did not know one any more; technical time.
alter table portal add column reprovisioned_at timestamptz;
