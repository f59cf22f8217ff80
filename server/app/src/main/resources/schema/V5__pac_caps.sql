-- A wish for a higher cap of PAC privacy, in 1e-12 nat; pico_now 0: there is none yet. Its row in cap_proposal names the
-- account of differential privacy beside which the raised one stands, and holds 0 in both epsilons. Append-only.
create table pac_proposal (
  proposal_id varchar(64) primary key references cap_proposal,
  pico_now bigint not null check (pico_now >= 0),
  pico_wanted bigint not null check (pico_wanted > pico_now),
  units_min integer not null check (units_min >= 2)
);
