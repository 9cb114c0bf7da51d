-- How long runs took by what was expected of them: logarithms, weighted so that recent ones count more, by who declared what of which family.
create table learned_runs (
    tenant    text not null,
    family    text not null,
    model     text not null,
    replicas  integer not null,
    units     integer not null,
    weight    double precision not null,
    sum       double precision not null,
    runs      bigint not null,
    primary key (family, model, tenant, replicas, units)
);
