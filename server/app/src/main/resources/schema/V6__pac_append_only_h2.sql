create trigger pac_proposal_append_only before update, delete on pac_proposal for each row call 'org.vitrail.app.store.AppendOnly';
