-- expect: reservation kunshan-dcu/machine exams met-lab 4 nodes 2026-12-10T00:00:00Z..2026-12-11T00:00:00Z
insert into reservations (region, pool, name, tenant, nodes, from_time, until_time) values
    ('kunshan-dcu', 'machine', 'exams', 'met-lab', 4, '2026-12-10 00:00:00+00', '2026-12-11 00:00:00+00');
