-- What a decision was taken by is kept with it.
-- expect: decision w-0000000020-1 "chosen: kunshan-dcu/dcu-queue"
-- expect: inputs w-0000000020-1 of broker 1.1.0
insert into decisions (workload_id, epoch, decided_at, record, inputs) values
    ('w-0000000020', 1, '2026-11-30 08:00:01+00',
        '{"id": "w-0000000020-1", "workloadId": "w-0000000020", "summary": "chosen: kunshan-dcu/dcu-queue"}', '\x0a05312e312e30');
