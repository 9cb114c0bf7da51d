-- How pools kept what they promise, as of a moment; older figures count less. Of a pool that is forgotten, the row is deleted.
create table pool_records (
    region         text             not null,
    pool           text             not null,
    model          text             not null,
    as_of          timestamptz      not null,
    failures       double precision not null,
    card_hours     double precision not null,
    reclaims       double precision not null,
    spot_hours     double precision not null,
    refused        double precision not null,
    answered       double precision not null,
    starts         double precision not null,
    start_sum      double precision not null,
    start_squares  double precision not null,
    primary key (region, pool)
);
