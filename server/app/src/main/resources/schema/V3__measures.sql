-- What a job takes in every measure of its accounts, as its ledger's lines say it; absent in jobs from before, which
-- take gdp alone: charge. charge stays what the job's release costs in mu^2.
alter table job add column amount varchar(1000);
