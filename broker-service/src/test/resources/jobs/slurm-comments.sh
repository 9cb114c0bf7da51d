#!/bin/bash
#SBATCH --job-name=x      # the name
#SBATCH --gres=gpu:4      # four
#SBATCH --partition=a100-80gb
#SBATCH --mem=0
#SBATCH --time=1-12
#SBATCH --gpu-per-node=4
#SBATCH --nodes 2
#SBATCH --ntasks-per-node 4
srun --gres=gpu:1 python a.py
