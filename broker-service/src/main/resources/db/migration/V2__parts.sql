-- A try may consist of several attempts, its parts; 0 is the number of the only one. Groups are numbered, the main one is 0.
alter table attempts add column part integer not null default 0;
alter table attempts add column group_index integer not null default 0;
alter table attempts drop constraint attempts_pkey;
alter table attempts add primary key (workload_id, epoch, part);
