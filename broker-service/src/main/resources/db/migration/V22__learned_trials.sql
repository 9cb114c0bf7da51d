-- How many first runs of a family on a model have ended and the family knows nothing of the model: after three of them none is wanted there.
create table learned_trials (
    family    text not null,
    model     text not null,
    ended     integer not null,
    ended_at  timestamptz not null default now(),
    primary key (family, model)
);
