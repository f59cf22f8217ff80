-- Exact figures are made anew for the dataset's owner and kept nowhere; only that the owner looked is kept.
drop table owner_report;
create table owner_look (
  seq bigint generated always as identity primary key,
  job_id varchar(64) not null references sealed_release (job_id),
  user_name varchar(200) not null,
  looked_at varchar(40) not null
);
