-- Which effect a change belongs to, and whether it rides along, stands with the change: which property an output goes to is the
-- agreement's to say, so that names alone do not tell any more (5a.7).
alter table outbox_property add column effect text, add column rides_along boolean not null default false;
update outbox_property set
  effect = case
    when property = 'hubspot_owner_id' then 'owner'
    when property in ('accord_score', 'accord_fit', 'accord_engagement', 'accord_grade', 'accord_engagement_level', 'accord_persona',
      'accord_completeness', 'accord_missing_fields', 'accord_missing_due', 'accord_nurture_track', 'accord_maturity', 'accord_theme',
      'accord_reentry_date', 'accord_relaunch', 'accord_priority', 'accord_agreement_version') then 'scores'
    else 'stage' end,
  rides_along = property in ('accord_agreement_version', 'accord_stage_reason');
alter table outbox_property alter column effect set not null;
