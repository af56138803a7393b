-- Executions of workflow actions that HubSpot waits for (BLOCK) until it is called back with what was decided.
alter table action_callback
  -- '' of earlier releases, which answered at once.
  add column action text not null default '',
  -- answered: at once, from tables · undecided: its contact's lead has not been judged since · decided · sent: the call is on its way,
  -- or nobody knows what became of it · confirmed · parked: with the reason, until HubSpot asks again.
  add column state text not null default 'answered'
    check (state in ('answered', 'undecided', 'decided', 'sent', 'confirmed', 'parked')),
  add column reason text not null default '',
  -- Mark of the contact that it came with: a batch that has seen this one, or a later one, has decided upon it.
  add column generation bigint,
  -- Business time of that batch.
  add column decided_at timestamptz,
  -- What HubSpot is told, the same however often.
  add column outputs jsonb,
  -- Technical time from here on. Null: HubSpot does not wait.
  add column expires_at timestamptz,
  add column not_before timestamptz,
  -- Until then what was decided may still be on its way into HubSpot.
  add column written_by timestamptz,
  add column sent_at timestamptz,
  add column attempts integer not null default 0;
create index action_callback_undecided on action_callback (portal_id, contact_id) where state = 'undecided';
create index action_callback_due on action_callback (not_before) where state = 'decided';
create index action_callback_open on action_callback (expires_at) where state in ('undecided', 'decided', 'sent');
create index action_callback_parked on action_callback (portal_id, sent_at) where state = 'parked';
