-- What waits in the queue of its region's resource manager.
-- expect: workload w-0000000020 binary met-lab STARTING ADMITTED "admitted" retries=0 avoids=[] saved=0.0 trace=- runs [python, binary.py] in [w-0000000020-1 kunshan-dcu/dcu-queue Starting 0.125 CNY waits for Slurm job 7: Resources until 2026-11-30T12:00:00Z]
insert into workloads (id, name, tenant, spec_record, submitted_at)
    select 'w-0000000020', 'queued', tenant, spec_record, '2026-11-30 08:00:00+00' from workloads where id = 'w-0000000019';
insert into workload_states (workload_id, state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, epoch, version, saved) values
    ('w-0000000020', 'STARTING', 'ADMITTED', 'admitted', 'broker', '2026-11-30 08:00:09+00', false, 0, 0, null, '{}', 1, 3, 0);
insert into attempts (workload_id, epoch, part, group_index, region, pool, variant, replicas, units, millicpus, memory_bytes, billing_mode, price_unit, price_amount,
        price_currency, hourly_amount, hourly_currency, expected_millis, state, outcome, reason, message, exit_code, unconfirmed, reserved_at, started_at,
        ended_at, report_sequence, waits_for, waits_until) values
    ('w-0000000020', 1, 0, 0, 'kunshan-dcu', 'dcu-queue', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'STARTING', null, null, null, null, false, '2026-11-30 08:00:01+00', null, null, 2,
        'Slurm job 7: Resources', '2026-11-30 12:00:00+00');
