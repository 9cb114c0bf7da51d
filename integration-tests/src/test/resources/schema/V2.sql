-- expect: workload w-0000000004 gang met-lab RUNNING STARTED "running" retries=0 avoids=[] saved=0.0 trace=- runs [python, gang.py] in [w-0000000004-1p1 kunshan-dcu/machine Running 0.125 CNY, w-0000000004-1p2 kunshan-dcu/machine Running 0.125 CNY]
insert into workloads (id, name, tenant, spec, submitted_at,
        state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, epoch, version) values
    ('w-0000000004', 'gang', 'met-lab', '{"name": "gang", "tenant": "met-lab", "labels": {"team": "climate"}, "computeClass": "COMPUTE_CLASS_GENERAL", "replicas": 2, "gang": {"minimum": 2}, "resources": {"millicpus": {"minimum": "2000"}}, "variants": [{"stack": "cpu", "command": ["python", "gang.py"]}], "placement": {}, "objective": {"minimise": "OBJECTIVE_KIND_COST"}, "billingMode": "BILLING_MODE_ON_DEMAND", "retry": {"limit": 3, "on": ["ATTEMPT_OUTCOME_LOST"]}, "disconnect": "DISCONNECT_POLICY_STOP_AND_REPLACE", "timeLimit": "3600s"}',
        '2026-11-02 08:00:00+00', 'RUNNING', 'STARTED', 'running', 'broker', '2026-11-02 08:00:09+00', false, 0, 0, null, '{}', 1, 6);
insert into attempts (workload_id, epoch, part, group_index, region, pool, variant, replicas, units, millicpus, memory_bytes, billing_mode, price_unit, price_amount,
        price_currency, hourly_amount, hourly_currency, expected_millis, state, outcome, reason, message, exit_code, unconfirmed, reserved_at, started_at,
        ended_at, report_sequence) values
    ('w-0000000004', 1, 1, 0, 'kunshan-dcu', 'machine', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'RUNNING', null, null, null, null, false, '2026-11-02 08:00:01+00', '2026-11-02 08:00:09+00', null, 3),
    ('w-0000000004', 1, 2, 0, 'kunshan-dcu', 'machine', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'RUNNING', null, null, null, null, false, '2026-11-02 08:00:01+00', '2026-11-02 08:00:09+00', null, 3);
