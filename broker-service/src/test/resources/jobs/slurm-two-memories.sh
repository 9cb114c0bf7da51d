#!/bin/bash
#SBATCH --gres=shard:4
#SBATCH --gres=gpu:tesla_v100-sxm2-32gb:2
#SBATCH --mem=16GB --mem-per-cpu=4G
#SBATCH --cpus-per-task=8
#SBATCH -o /dev/null
python x.py
