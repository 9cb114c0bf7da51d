-- expect: workload w-0000000008 traced met-lab QUEUED ACCEPTED "accepted" retries=0 avoids=[] saved=0.0 trace=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 runs [python, traced.py] in []
insert into workloads (id, name, tenant, spec, submitted_at,
        state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, epoch, version, trace) values
    ('w-0000000008', 'traced', 'met-lab', '{"name": "traced", "tenant": "met-lab", "labels": {"team": "climate"}, "computeClass": "COMPUTE_CLASS_GENERAL", "replicas": 1, "gang": {"minimum": 1}, "resources": {"millicpus": {"minimum": "2000"}}, "variants": [{"stack": "cpu", "command": ["python", "traced.py"]}], "placement": {}, "objective": {"minimise": "OBJECTIVE_KIND_COST"}, "billingMode": "BILLING_MODE_ON_DEMAND", "retry": {"limit": 3, "on": ["ATTEMPT_OUTCOME_LOST"]}, "disconnect": "DISCONNECT_POLICY_STOP_AND_REPLACE", "timeLimit": "3600s"}',
        '2026-11-12 08:00:00+00', 'QUEUED', 'ACCEPTED', 'accepted', 'ada', '2026-11-12 08:00:00+00', false, 0, 0, null, '{}', 0, 1,
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
