-- Regions that have connected before.
create table regions (
    name         text primary key,
    description  jsonb not null,
    cordon_note  text
);

-- What was asked, and where it is. `spec` never changes; the rest is the state of the workload's life.
create table workloads (
    id            text primary key,
    ordinal       bigint generated always as identity unique,
    name          text not null,
    tenant        text not null,
    spec          jsonb not null,
    submitted_at  timestamptz not null,
    state         text not null,
    reason        text not null,
    message       text not null,
    actor         text not null,
    since         timestamptz not null,
    cancelling    boolean not null,
    retries       integer not null,
    refusals      integer not null,
    not_before    timestamptz,
    avoided       text[] not null,
    epoch         bigint not null,
    version       bigint not null
);
create index workloads_by_name on workloads (name, ordinal desc);
create index workloads_by_tenant on workloads (tenant, ordinal desc);
create index workloads_live on workloads (ordinal) where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED');

-- Tries to run a workload.
create table attempts (
    workload_id      text not null references workloads (id),
    epoch            bigint not null,
    ordinal          bigint generated always as identity unique,
    region           text not null,
    pool             text not null,
    variant          integer not null,
    replicas         integer not null,
    units            integer not null,
    millicpus        bigint not null,
    memory_bytes     bigint not null,
    billing_mode     text not null,
    price_unit       text not null,
    price_amount     numeric not null,
    price_currency   text not null,
    price_until      timestamptz,
    hourly_amount    numeric not null,
    hourly_currency  text not null,
    expected_millis  bigint,
    state            text not null,
    outcome          text,
    reason           text,
    message          text,
    exit_code        integer,
    unconfirmed      boolean not null,
    reserved_at      timestamptz not null,
    started_at       timestamptz,
    ended_at         timestamptz,
    confirmed_at     timestamptz,
    report_sequence  bigint not null,
    primary key (workload_id, epoch)
);
create index attempts_by_region on attempts (region, ordinal desc);

-- Why an attempt was given its place: isobar.workload.v1.Decision as JSON.
create table decisions (
    workload_id  text not null references workloads (id),
    epoch        bigint not null,
    decided_at   timestamptz not null,
    record       jsonb not null,
    primary key (workload_id, epoch)
);

-- Mutations that were done, so that a repeated one changes nothing. Old ones are forgotten.
create table requests (
    id           text primary key,
    fingerprint  text not null,
    subject      text not null,
    done_at      timestamptz not null default now()
);
create index requests_by_age on requests (done_at);
