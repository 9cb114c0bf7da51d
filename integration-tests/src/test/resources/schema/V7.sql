-- Of before the hours were counted, and with the deviation that runs usually have: 0.04 of 4, and 3 of 4 runs' logarithms.
-- expect: learned met-lab train nvidia-a100-sxm4-80gb 1x8 weight=4.0 sum=2.0 runs=4 hours=0.0 squares=1.16
insert into learned_runs (tenant, family, model, replicas, units, weight, sum, runs) values ('met-lab', 'train', 'nvidia-a100-sxm4-80gb', 1, 8, 4, 2, 4);
