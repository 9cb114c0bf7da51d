-- expect: region lanzhou provider=gansu cordon=- maintenance=2026-12-01T00:00:00Z..2026-12-02T00:00:00Z lead PT24H "new switches" fence=0
insert into regions (name, description, maintenance_from, maintenance_until, maintenance_lead_ms, maintenance_note) values
    ('lanzhou', '{"name": "lanzhou", "provider": "gansu", "manager": "RESOURCE_MANAGER_KIND_SLURM", "computeClass": "COMPUTE_CLASS_GENERAL", "agentVersion": "0.1.0"}',
        '2026-12-01 00:00:00+00', '2026-12-02 00:00:00+00', 86400000, 'new switches');
