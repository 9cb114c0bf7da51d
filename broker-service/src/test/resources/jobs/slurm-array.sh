#!/bin/bash
#SBATCH --job-name=sweep
#SBATCH --array=0-99%10
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=1:00:00
#SBATCH --output=out/%A_%a.txt

PARAMS=(0.1 0.2 0.3)
python sweep.py --seed $SLURM_ARRAY_TASK_ID --lr ${PARAMS[$((SLURM_ARRAY_TASK_ID % 3))]}
