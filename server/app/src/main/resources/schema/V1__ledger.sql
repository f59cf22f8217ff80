-- The ledger and all that belongs to it. Understood by H2 (MODE=PostgreSQL) and PostgreSQL.

-- One hash chain for each dataset and kind of ledger. Its row is locked by whoever appends: first, and for all accounts.
create table ledger_chain (
  id varchar(64) primary key,
  kind varchar(8) not null check (kind in ('dp', 'pac', 'none')),
  head_place bigint not null check (head_place >= 0),
  head_hash bytea not null
);

create table account (
  id varchar(64) primary key,
  chain_id varchar(64) not null references ledger_chain,
  parent_id varchar(64) references account,
  tier varchar(16) not null check (tier in ('dataset', 'project', 'analyst', 'session')),
  name varchar(300) not null,
  epsilon double precision not null,
  delta double precision not null,
  guaranteed boolean not null,
  closed boolean default false not null
);
create index account_by_parent on account (parent_id);

-- What an account holds in one unit; binding: the only one, so that the database itself holds the cap.
create table account_unit (
  account_id varchar(64) not null references account,
  unit varchar(24) not null,
  binding boolean not null,
  cap bigint not null check (cap >= 0),
  kept bigint default 0 not null check (kept >= 0),
  reserved bigint default 0 not null check (reserved >= 0),
  spent bigint default 0 not null check (spent >= 0),
  primary key (account_id, unit),
  constraint within_cap check (not binding or (spent <= cap and reserved <= cap - spent and kept <= cap - spent - reserved))
);

-- Append-only, by triggers and grants too. hash: SHA-256 over the hash before it and this line's fields.
create table ledger_line (
  chain_id varchar(64) not null references ledger_chain,
  place bigint not null check (place >= 1),
  kind varchar(16) not null,
  account_id varchar(64) not null references account,
  job_id varchar(64),
  amount varchar(1000),
  detail varchar(4000),
  written_at varchar(40) not null,
  hash bytea not null,
  primary key (chain_id, place),
  unique (job_id, kind)
);

-- Signed heads, append-only.
create table ledger_checkpoint (
  chain_id varchar(64) not null references ledger_chain,
  place bigint not null,
  hash bytea not null,
  written_at varchar(40) not null,
  key_id varchar(64) not null,
  signature bytea not null,
  primary key (chain_id, place)
);

-- Which ledger this is, and where it lives: a copy that is served elsewhere is noticed.
create table ledger_home (
  id varchar(64) primary key,
  home varchar(300) not null
);

-- The servers that share this store; one that was not seen for a while is dead.
create table replica (
  id varchar(64) primary key,
  seen_at timestamp with time zone not null
);

create table dataset (
  id varchar(64) primary key,
  project varchar(200) not null,
  name varchar(64) not null,
  owner varchar(200) not null,
  snapshot varchar(64) not null,
  declaration text not null,
  table_schema text,
  registered_at varchar(40) not null,
  account_id varchar(64) not null references account,
  unique (project, name),
  unique (project, snapshot)
);

-- What a dataset was before it was renewed: spent on the same people, so it counts in the total over time, and what
-- certificates of its releases say.
create table dataset_past (
  dataset_id varchar(64) not null references dataset,
  account_id varchar(64) not null references account,
  owner varchar(200) not null,
  snapshot varchar(64) not null,
  declaration text not null,
  table_schema text,
  registered_at varchar(40) not null,
  ended_at varchar(40) not null,
  primary key (dataset_id, account_id)
);

create table notebook_session (
  id varchar(64) primary key,
  user_name varchar(200) not null,
  project varchar(200) not null,
  notebook varchar(300) not null,
  dataset_id varchar(64) not null references dataset,
  account_id varchar(64) not null references account,
  expires_at varchar(40),
  unique (user_name, project, notebook, dataset_id)
);

-- status: RESERVED, STARTED, RELEASED, FAILED, CANCELLED, VOIDED; DENIED, REPLAY (follows source_job): cost nothing.
create table job (
  id varchar(64) primary key,
  user_name varchar(200) not null,
  idempotency_key varchar(64) not null,
  request varchar(64) not null,
  session_id varchar(64) not null references notebook_session,
  account_id varchar(64) not null references account,
  replica_id varchar(64) not null,
  fingerprint varchar(64) not null,
  mechanism varchar(300) not null,
  epsilon double precision not null,
  delta double precision not null,
  charge bigint not null check (charge >= 0),
  status varchar(16) not null,
  detail varchar(2000),
  cancel_asked boolean default false not null,
  source_job varchar(64) references job,
  created_at varchar(40) not null,
  seq bigint generated always as identity,
  unique (user_name, idempotency_key)
);
create index job_by_session on job (session_id);
create index job_by_fingerprint on job (fingerprint);
create index job_by_status on job (status);

create table sealed_release (
  seq bigint generated always as identity primary key,
  job_id varchar(64) not null unique references job,
  fingerprint varchar(64) not null,
  content_digest varchar(64) not null,
  digest varchar(64) not null,
  receipt text not null,
  report text
);
create index release_by_fingerprint on sealed_release (fingerprint);

create table release_piece (
  job_id varchar(64) not null references sealed_release (job_id),
  piece integer not null,
  content bytea not null,
  primary key (job_id, piece)
);

-- Exact figures are made anew for the dataset's owner and kept nowhere; only that the owner looked is kept.
create table owner_look (
  seq bigint generated always as identity primary key,
  job_id varchar(64) not null references sealed_release (job_id),
  user_name varchar(200) not null,
  looked_at varchar(40) not null
);

-- Append-only. The one with the highest number holds.
create table dataset_rules (
  dataset_id varchar(64) not null references dataset,
  number integer not null check (number >= 1),
  rules text not null,
  set_by varchar(200) not null,
  set_at varchar(40) not null,
  primary key (dataset_id, number)
);

-- Append-only: a decision is a row of its own, at most one for a proposal, never by its proposer.
create table cap_proposal (
  id varchar(64) primary key,
  seq bigint generated always as identity,
  dataset_id varchar(64) not null references dataset,
  account_id varchar(64) not null references account,
  epsilon_now double precision not null,
  epsilon_wanted double precision not null,
  reason varchar(500) not null,
  proposed_by varchar(200) not null,
  proposed_at varchar(40) not null,
  unique (id, proposed_by)
);
create table cap_decision (
  proposal_id varchar(64) primary key,
  proposed_by varchar(200) not null,
  decided_by varchar(200) not null,
  approved boolean not null,
  decided_at varchar(40) not null,
  foreign key (proposal_id, proposed_by) references cap_proposal (id, proposed_by),
  constraint dual_control check (decided_by <> proposed_by)
);
