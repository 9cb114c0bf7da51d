-- A change of state copies the whole row and logs it: what was asked is most of a row, and never changes. Apart from it a state is short, and
-- only the index by id, and that of the live ones, are written anew when it ends.
create table workload_states (
    workload_id  text primary key,
    state        text not null,
    reason       text not null,
    message      text not null,
    actor        text not null,
    since        timestamptz not null,
    cancelling   boolean not null,
    retries      integer not null,
    refusals     integer not null,
    not_before   timestamptz,
    avoided      text[] not null,
    saved        double precision not null,
    epoch        bigint not null,
    version      bigint not null,
    live         boolean not null generated always as (state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')) stored
) with (fillfactor = 50);
insert into workload_states (workload_id, state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, saved,
        epoch, version)
    select id, state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, saved, epoch, version from workloads;
create index workload_states_live on workload_states (workload_id) where live;
drop index workloads_live;
alter table workloads
    drop column live, drop column state, drop column reason, drop column message, drop column actor, drop column since,
    drop column cancelling, drop column retries, drop column refusals, drop column not_before, drop column avoided, drop column saved,
    drop column epoch, drop column version,
    reset (fillfactor);
-- A decision is written with its attempt, which refers to its workload already: to look that up once more costs more than the row.
alter table decisions drop constraint decisions_workload_id_fkey;
-- Nobody searches in documents: counting how their values are distributed would compare them with each other for nothing.
alter table workloads alter column spec set statistics 0;
alter table decisions alter column record set statistics 0;
alter table regions alter column description set statistics 0;
