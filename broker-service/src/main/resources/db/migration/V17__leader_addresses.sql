-- Where the broker that leads is reached: those that wait send agents and users there.
alter table leadership
    add column grpc text not null default '',
    add column rest text not null default '';
