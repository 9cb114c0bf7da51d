#!/bin/bash
#SBATCH --gres=gpu:mi250x:8,ssd:1
#SBATCH --nodes=1-4
#SBATCH --nodelist=node[01-04]
#SBATCH --reservation=ws
#SBATCH --licenses=matlab:2
#SBATCH --tmp=100G
##SBATCH --mem=1G
# SBATCH --mem=2G
#SBATCH --mem=0
srun -N1 -n1 hostname &
wait
sbatch next.sh
