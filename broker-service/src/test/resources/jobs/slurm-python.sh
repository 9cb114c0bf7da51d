#!/usr/bin/env python3
#SBATCH --job-name=pyjob
#SBATCH --gres=gpu:rtx4090:2
#SBATCH --mem=64GB
#SBATCH --time=12:00:00
#SBATCH --cpus-per-task=16
import os
print(os.environ["SLURM_JOB_ID"])
