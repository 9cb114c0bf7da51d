#!/bin/sh
#SBATCH --gpus=8
#SBATCH --gpus-per-node=8
#SBATCH --constraint="a100_80gb|h100_80gb"
#SBATCH --ntasks=8
#SBATCH --cpus-per-gpu=12
#SBATCH --mem-per-gpu=100G
#SBATCH --requeue
#SBATCH --signal=B:USR1@120
#SBATCH --dependency=singleton
#SBATCH --begin=now+1hour
srun python main.py
