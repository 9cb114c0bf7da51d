-- What the runs took: hours by accelerator units, weighted as the logarithms are; 0 of those seen before.
alter table learned_runs add column unit_hours double precision not null default 0;
