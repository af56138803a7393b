-- The dates that an activity had before somebody corrected them, as ISO texts: each still explains what the contact shows
-- (src/domain/sightings.ts). Of those known already, none.

alter table signal add column earlier text[] not null default '{}';

-- Every date told but the one that holds now; null: all of them.
create function dates_before(earlier text[], told timestamptz, holds timestamptz) returns text[] language sql stable as $$
  select coalesce(array_agg(distinct d order by d), '{}')
  from unnest(earlier || to_char(told at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) d
  where d is distinct from to_char(holds at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
