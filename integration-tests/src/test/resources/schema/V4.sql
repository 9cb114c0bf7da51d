-- expect: used met-lab 12.5 accelerator hours 400.0 core hours as of 2026-11-04T08:00:00Z
insert into tenant_usage (tenant, accelerator_hours, core_hours, as_of) values ('met-lab', 12.5, 400, '2026-11-04 08:00:00+00');
