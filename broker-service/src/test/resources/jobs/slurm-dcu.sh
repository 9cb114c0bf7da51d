#!/bin/bash
#SBATCH --job-name=dcu
#SBATCH -p kshdtest
#SBATCH -N 2
#SBATCH --ntasks-per-node=32
#SBATCH --cpus-per-task=1
#SBATCH --gres=dcu:4
#SBATCH -o %j.out
module load compiler/dtk/23.10
mpirun -np 64 --bind-to none ./lmp -in in.lj
