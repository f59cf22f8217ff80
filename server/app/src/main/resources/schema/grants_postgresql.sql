-- Run by the tables' owner after the migrations, again and again: what the role that serves may do, and nothing else.
-- Lines that are only ever added get no UPDATE, DELETE or TRUNCATE; whoever owns no table cannot drop its triggers.
select pg_advisory_xact_lock(5061001135);
grant usage on schema ${schema} to ${serving};
revoke all on all tables in schema ${schema} from ${serving};
grant select, insert on all tables in schema ${schema} to ${serving};
revoke insert on flyway_schema_history from ${serving};
grant update (head_place, head_hash) on ledger_chain to ${serving};
grant update (epsilon, guaranteed, closed) on account to ${serving};
grant update (cap, kept, reserved, spent) on account_unit to ${serving};
grant update (home) on ledger_home to ${serving};
grant update (owner, snapshot, declaration, table_schema, registered_at, account_id) on dataset to ${serving};
grant update (account_id, expires_at) on notebook_session to ${serving};
grant update (status, detail, cancel_asked) on job to ${serving};
grant update (seen_at), delete on replica to ${serving};
grant update (version, sealed) on pac_universe to ${serving};
