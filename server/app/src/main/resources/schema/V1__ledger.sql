-- Amounts are mu^2 of Gaussian differential privacy in units of 1e-12. Understood by H2 (MODE=PostgreSQL) and PostgreSQL.
create table account (
  id varchar(64) primary key,
  tier varchar(16) not null check (tier in ('dataset', 'session')),
  name varchar(300) not null,
  epsilon double precision not null,
  delta double precision not null,
  cap bigint not null check (cap >= 0),
  spent bigint default 0 not null check (spent >= 0),
  reserved bigint default 0 not null check (reserved >= 0),
  constraint within_cap check (spent <= cap and reserved <= cap - spent)
);

-- Append-only: no statement of this application updates or deletes an entry.
create table ledger_entry (
  seq bigint generated always as identity primary key,
  account_id varchar(64) not null references account,
  job_id varchar(64) not null,
  kind varchar(16) not null check (kind in ('RESERVED', 'STARTED', 'VOIDED', 'RELEASED', 'FAILED')),
  amount bigint not null check (amount >= 0),
  written_at varchar(40) not null,
  unique (account_id, job_id, kind)
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

create table notebook_session (
  id varchar(64) primary key,
  user_name varchar(200) not null,
  notebook varchar(300) not null,
  dataset_id varchar(64) not null references dataset,
  account_id varchar(64) not null references account,
  unique (user_name, notebook, dataset_id)
);

-- status: RESERVED, STARTED, RELEASED, FAILED, CANCELLED, VOIDED; REPLAY costs nothing and follows source_job.
create table job (
  id varchar(64) primary key,
  user_name varchar(200) not null,
  idempotency_key varchar(64) not null,
  request varchar(64) not null,
  session_id varchar(64) not null references notebook_session,
  fingerprint varchar(64) not null,
  mechanism varchar(300) not null,
  epsilon double precision not null,
  delta double precision not null,
  charge bigint not null check (charge >= 0),
  status varchar(16) not null,
  detail varchar(2000),
  source_job varchar(64) references job,
  created_at varchar(40) not null,
  seq bigint generated always as identity,
  unique (user_name, idempotency_key)
);
create index job_by_session on job (session_id);

create table sealed_release (
  seq bigint generated always as identity primary key,
  job_id varchar(64) not null unique references job,
  fingerprint varchar(64) not null,
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

-- Not private: for the dataset's owner only, apart from the release.
create table owner_report (
  job_id varchar(64) primary key references sealed_release (job_id),
  report text not null
);
