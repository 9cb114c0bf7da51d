-- expect: learned met-lab infer nvidia-a100-sxm4-80gb 1x1 weight=2.0 sum=1.0 runs=2 hours=3.5 squares=0.75
insert into learned_runs (tenant, family, model, replicas, units, weight, sum, runs, unit_hours, squares) values
    ('met-lab', 'infer', 'nvidia-a100-sxm4-80gb', 1, 1, 2, 1, 2, 3.5, 0.75);
