-- What was asked, in binary; what was accepted before keeps its JSON.
-- expect: workload w-0000000019 binary met-lab QUEUED ACCEPTED "accepted" retries=0 avoids=[] saved=0.0 trace=- runs [python, binary.py] in []
insert into workloads (id, name, tenant, spec_record, submitted_at) values
    ('w-0000000019', 'binary', 'met-lab', decode('0a0662696e61727912076d65742d6c61621a0f0a047465616d1207636c696d61746520012801320208013a051a0308d00f42180a036370751a06707974686f6e1a0962696e6172792e707962006a0208017001820105080312010888010192010308901c', 'hex'),
        '2026-11-19 08:00:00+00');
insert into workload_states (workload_id, state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, epoch, version, saved) values
    ('w-0000000019', 'QUEUED', 'ACCEPTED', 'accepted', 'ada', '2026-11-19 08:00:00+00', false, 0, 0, null, '{}', 0, 1, 0);
