-- What the runs took: hours by accelerator units, weighted as the logarithms are; 0 of those seen before.
alter table learned_runs add column unit_hours double precision not null default 0;

-- Squares of the logarithms, so weighted. Those seen before are taken to lie around their mean as runs usually do, with a deviation of 0.2.
alter table learned_runs add column squares double precision not null default 0;
update learned_runs set squares = sum * sum / weight + 0.04 * weight where weight > 0;
