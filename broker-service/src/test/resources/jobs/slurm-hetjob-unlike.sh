#!/bin/bash
#SBATCH -J hetero
#SBATCH -N 1 -n 1 -c 4 --mem=8G
#SBATCH hetjob
#SBATCH -N 4 --ntasks-per-node=8 --gres=gpu:v100-32gb:4

srun --het-group=0 ./driver : --het-group=1 ./worker
