-- Properties of ours that an admin deleted: HubSpot refused a write since it did not know one, so they are made again.
alter table portal
  add column properties_missing boolean not null default false,
  -- Technical time of the last try, so that an admin who deletes them on purpose is not fought by the second.
  add column restored_at timestamptz;
