-- expect: tried gemm nvidia-a100-sxm4-80gb 3 times
insert into learned_trials (family, model, ended) values ('gemm', 'nvidia-a100-sxm4-80gb', 3);
