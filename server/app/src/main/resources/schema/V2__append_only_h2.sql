create trigger line_append_only before update, delete on ledger_line for each row call 'org.vitrail.app.store.AppendOnly';
create trigger checkpoint_append_only before update, delete on ledger_checkpoint for each row call 'org.vitrail.app.store.AppendOnly';
create trigger release_append_only before update, delete on sealed_release for each row call 'org.vitrail.app.store.AppendOnly';
create trigger piece_append_only before update, delete on release_piece for each row call 'org.vitrail.app.store.AppendOnly';
create trigger look_append_only before update, delete on owner_look for each row call 'org.vitrail.app.store.AppendOnly';
