-- expect: lead epoch 41 of broker-1:9090, over
update leadership set epoch = 41, holder = 'broker-1:9090', expires_at = '2026-11-16 08:00:00+00';
