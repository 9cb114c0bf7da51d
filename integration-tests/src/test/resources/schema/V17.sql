-- What a broker said of where it is reached, with an epoch after the one before.
-- expect: lead epoch 42 of broker-2:9090 at broker-2:9090 and http://broker-2:8080, over
-- replaces: lead epoch 41 of broker-1:9090, over
update leadership set epoch = 42, holder = 'broker-2:9090', grpc = 'broker-2:9090', rest = 'http://broker-2:8080', expires_at = '2026-11-17 08:00:00+00';
