#!/usr/bin/env bash
#SBATCH --job-name="My Job (final)"
#SBATCH --gres=gpu:1
#SBATCH --time=04:00:00
#SBATCH --mem=32000M
#SBATCH --export=ALL,OMP_NUM_THREADS=8,DATA=/scratch/x
#SBATCH --chdir=/home/me/project
#SBATCH --container-image=nvcr.io#nvidia/pytorch:24.03-py3
#SBATCH --container-mounts=/data:/data
python train.py
