create function append_only() returns trigger language plpgsql as $$
begin
  raise exception 'append only: lines of % are never changed or removed', tg_table_name using errcode = '23001';
end $$;
create trigger line_append_only before update or delete or truncate on ledger_line for each statement execute function append_only();
create trigger checkpoint_append_only before update or delete or truncate on ledger_checkpoint for each statement execute function append_only();
create trigger release_append_only before update or delete or truncate on sealed_release for each statement execute function append_only();
create trigger piece_append_only before update or delete or truncate on release_piece for each statement execute function append_only();
create trigger look_append_only before update or delete or truncate on owner_look for each statement execute function append_only();
create trigger rules_append_only before update or delete or truncate on dataset_rules for each statement execute function append_only();
create trigger proposal_append_only before update or delete or truncate on cap_proposal for each statement execute function append_only();
create trigger decision_append_only before update or delete or truncate on cap_decision for each statement execute function append_only();
create trigger past_append_only before update or delete or truncate on dataset_past for each statement execute function append_only();
