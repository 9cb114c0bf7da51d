#!/bin/bash
#SBATCH -N 1
#SBATCH --gres=gpu:A100-SXM4-40GB:4
#SBATCH --hint=nomultithread
#SBATCH --het-group=1
#SBATCH packjob
#SBATCH -N 1 --gres=gpu:A100-SXM4-40GB:4
srun a
