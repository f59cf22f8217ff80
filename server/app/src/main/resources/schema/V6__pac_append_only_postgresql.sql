create trigger pac_proposal_append_only before update or delete or truncate on pac_proposal for each statement execute function append_only();
