-- expect: region kunshan-dcu provider=sugon cordon=- maintenance=- fence=0
-- expect: region guizhou-ascend provider=huawei cordon="power works" maintenance=- fence=0
-- expect: workload w-0000000001 wait met-lab QUEUED FRAGMENTED "no pool is large enough" retries=0 avoids=[kunshan-dcu] saved=0.0 trace=- runs [python, wait.py] in []
-- expect: workload w-0000000002 train met-lab RUNNING STARTED "running" retries=1 avoids=[] saved=0.0 trace=- runs [python, train.py] in [w-0000000002-2 kunshan-dcu/machine Running 0.125 CNY]
-- expect: workload w-0000000003 done met-lab SUCCEEDED EXIT_ZERO "exit code 0" retries=0 avoids=[] saved=0.0 trace=- runs [python, done.py] in [w-0000000003-1 kunshan-dcu/machine Ended 0.125 CNY]
-- expect: attempt w-0000000002-1 kunshan-dcu/machine Ended 0.125 CNY
-- expect: decision w-0000000003-1 "placed in kunshan-dcu"
-- expect: request request-1 was done for w-0000000001
insert into regions (name, description, cordon_note) values
    ('kunshan-dcu', '{"name": "kunshan-dcu", "provider": "sugon", "manager": "RESOURCE_MANAGER_KIND_SLURM", "computeClass": "COMPUTE_CLASS_INTELLIGENT", "agentVersion": "0.1.0"}', null),
    ('guizhou-ascend', '{"name": "guizhou-ascend", "provider": "huawei", "manager": "RESOURCE_MANAGER_KIND_KUBERNETES", "computeClass": "COMPUTE_CLASS_INTELLIGENT", "agentVersion": "0.1.0"}', 'power works');
insert into workloads (id, name, tenant, spec, submitted_at,
        state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, epoch, version) values
    ('w-0000000001', 'wait', 'met-lab', '{"name": "wait", "tenant": "met-lab", "labels": {"team": "climate"}, "computeClass": "COMPUTE_CLASS_GENERAL", "replicas": 1, "gang": {"minimum": 1}, "resources": {"millicpus": {"minimum": "2000"}}, "variants": [{"stack": "cpu", "command": ["python", "wait.py"]}], "placement": {}, "objective": {"minimise": "OBJECTIVE_KIND_COST"}, "billingMode": "BILLING_MODE_ON_DEMAND", "retry": {"limit": 3, "on": ["ATTEMPT_OUTCOME_LOST"]}, "disconnect": "DISCONNECT_POLICY_STOP_AND_REPLACE", "timeLimit": "3600s"}',
        '2026-11-01 08:00:00+00', 'QUEUED', 'FRAGMENTED', 'no pool is large enough', 'broker', '2026-11-01 08:00:01+00', false, 0, 0, null, '{kunshan-dcu}', 0, 2),
    ('w-0000000002', 'train', 'met-lab', '{"name": "train", "tenant": "met-lab", "labels": {"team": "climate"}, "computeClass": "COMPUTE_CLASS_GENERAL", "replicas": 1, "gang": {"minimum": 1}, "resources": {"millicpus": {"minimum": "2000"}}, "variants": [{"stack": "cpu", "command": ["python", "train.py"]}], "placement": {}, "objective": {"minimise": "OBJECTIVE_KIND_COST"}, "billingMode": "BILLING_MODE_ON_DEMAND", "retry": {"limit": 3, "on": ["ATTEMPT_OUTCOME_LOST"]}, "disconnect": "DISCONNECT_POLICY_STOP_AND_REPLACE", "timeLimit": "3600s"}',
        '2026-11-01 08:01:00+00', 'RUNNING', 'STARTED', 'running', 'broker', '2026-11-01 08:03:00+00', false, 1, 0, null, '{}', 2, 9),
    ('w-0000000003', 'done', 'met-lab', '{"name": "done", "tenant": "met-lab", "labels": {"team": "climate"}, "computeClass": "COMPUTE_CLASS_GENERAL", "replicas": 1, "gang": {"minimum": 1}, "resources": {"millicpus": {"minimum": "2000"}}, "variants": [{"stack": "cpu", "command": ["python", "done.py"]}], "placement": {}, "objective": {"minimise": "OBJECTIVE_KIND_COST"}, "billingMode": "BILLING_MODE_ON_DEMAND", "retry": {"limit": 3, "on": ["ATTEMPT_OUTCOME_LOST"]}, "disconnect": "DISCONNECT_POLICY_STOP_AND_REPLACE", "timeLimit": "3600s"}',
        '2026-11-01 08:02:00+00', 'SUCCEEDED', 'EXIT_ZERO', 'exit code 0', 'broker', '2026-11-01 08:05:00+00', false, 0, 0, null, '{}', 1, 5);
insert into attempts (workload_id, epoch, region, pool, variant, replicas, units, millicpus, memory_bytes, billing_mode, price_unit, price_amount,
        price_currency, hourly_amount, hourly_currency, expected_millis, state, outcome, reason, message, exit_code, unconfirmed, reserved_at, started_at,
        ended_at, report_sequence) values
    ('w-0000000002', 1, 'kunshan-dcu', 'machine', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'ENDED', 'LOST', 'REGION_LOST', 'the region was given up', null, false, '2026-11-01 08:01:01+00', '2026-11-01 08:01:02+00',
        '2026-11-01 08:02:00+00', 3),
    ('w-0000000002', 2, 'kunshan-dcu', 'machine', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'RUNNING', null, null, null, null, false, '2026-11-01 08:02:01+00', '2026-11-01 08:03:00+00', null, 7),
    ('w-0000000003', 1, 'kunshan-dcu', 'machine', 0, 1, 0, 2000, 1073741824, 'ON_DEMAND', 'CORE_HOUR', 0.125,
        'CNY', 0.25, 'CNY', 1800000, 'ENDED', 'SUCCEEDED', 'EXIT_ZERO', 'exit code 0', 0, false, '2026-11-01 08:02:01+00', '2026-11-01 08:02:02+00',
        '2026-11-01 08:05:00+00', 4);
insert into decisions (workload_id, epoch, decided_at, record) values
    ('w-0000000003', 1, '2026-11-01 08:02:00+00', '{"id": "w-0000000003-1", "workloadId": "w-0000000003", "summary": "placed in kunshan-dcu"}');
insert into requests (id, fingerprint, subject) values ('request-1', 'submit wait', 'w-0000000001');
