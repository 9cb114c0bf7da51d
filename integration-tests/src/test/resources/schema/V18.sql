-- How far work says it is; what was written before says nothing.
-- expect: attempt w-0000000002-1 kunshan-dcu/machine Ended 0.125 CNY at 40 of 100 steps
-- replaces: attempt w-0000000002-1 kunshan-dcu/machine Ended 0.125 CNY
update attempts set progress_steps = 40, progress_total = 100, progress_at = '2026-11-01 08:01:30+00', progress_first_steps = 10,
        progress_first_at = '2026-11-01 08:01:10+00' where workload_id = 'w-0000000002' and epoch = 1;
