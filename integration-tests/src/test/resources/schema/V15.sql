-- expect: region hohhot provider=inner-mongolia cordon=- maintenance=- fence=3 stands lease PT4M
insert into regions (name, description, fence_number, fence_stands, fence_lease_ms) values
    ('hohhot', '{"name": "hohhot", "provider": "inner-mongolia", "manager": "RESOURCE_MANAGER_KIND_SLURM", "computeClass": "COMPUTE_CLASS_GENERAL", "agentVersion": "0.1.0"}', 3, true, 240000);
