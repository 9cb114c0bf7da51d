-- Most changes of a workload leave it live. While no indexed column changes, and its page has room, a new version of a row needs no
-- entries in any index; an index by the state had one made in each of them at every change.
drop index workloads_live;
alter table workloads add column live boolean not null
    generated always as (state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')) stored;
create index workloads_live on workloads (ordinal) where live;
alter table workloads set (fillfactor = 70);
alter table attempts set (fillfactor = 70);
