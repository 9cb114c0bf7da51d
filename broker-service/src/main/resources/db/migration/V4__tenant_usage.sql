-- What each tenant used, decayed up to when it last took or gave back something: units x TFLOPS x hours, and cores x hours.
create table tenant_usage (
    tenant             text primary key,
    accelerator_hours  double precision not null,
    core_hours         double precision not null,
    as_of              timestamptz not null
);
