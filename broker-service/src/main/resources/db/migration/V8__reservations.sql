-- Nodes of pools that are a tenant's for a time. One that is over, or was taken back, is deleted.
create table reservations (
    region      text        not null,
    pool        text        not null,
    name        text        not null,
    tenant      text        not null,
    nodes       integer     not null check (nodes > 0),
    from_time   timestamptz not null,
    until_time  timestamptz not null,
    primary key (region, pool, name),
    check (until_time > from_time)
);
