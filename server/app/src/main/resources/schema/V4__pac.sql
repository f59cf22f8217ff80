-- PAC privacy's accounts stand beside those of differential privacy, level by level, in a ledger of their own.
create table pac_twin (
  account_id varchar(64) primary key references account,
  pac_account_id varchar(64) not null unique references account,
  check (account_id <> pac_account_id)
);

-- The universe of an account: sealed, it holds the secret. version: how many answers it gave. Replaced with each answer,
-- in the answer's own transaction.
create table pac_universe (
  account_id varchar(64) primary key references account,
  version bigint not null check (version >= 0),
  sealed bytea not null
);

-- What a job is charged in 1e-12 nat. A job that is here takes nothing of the other ledger: its job.charge is 0.
create table pac_job (
  job_id varchar(64) primary key references job,
  pico_nats bigint not null check (pico_nats >= 0)
);
