-- The share of its work that the checkpoints of a workload hold: a next attempt has only the rest to do.
alter table workloads add column saved double precision not null default 0;
