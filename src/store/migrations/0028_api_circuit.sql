-- Portals whose calls HubSpot does not answer: no process calls again before `open_until`, then one tries (D9).
create table api_circuit (
  portal_id text primary key,
  -- Failures in a row: server faults, broken connections, time-outs.
  failures integer not null,
  open_until timestamptz,
  reason text not null
);
