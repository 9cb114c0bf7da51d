-- expect: pool kunshan-dcu/machine hygon-z100 failures 2.0 of 1000.0 reclaims 1.0 of 50.0 refused 3.0 of 90.0 starts 40.0 as of 2026-11-09T08:00:00Z
insert into pool_records (region, pool, model, as_of, failures, card_hours, reclaims, spot_hours, refused, answered, starts, start_sum, start_squares) values
    ('kunshan-dcu', 'machine', 'hygon-z100', '2026-11-09 08:00:00+00', 2, 1000, 1, 50, 3, 90, 40, 60, 100);
