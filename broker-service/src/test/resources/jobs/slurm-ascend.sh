#!/bin/bash
#SBATCH --job-name=ascend-train
#SBATCH --partition=npu
#SBATCH --gres=npu:910b3:8
#SBATCH --nodes=4
#SBATCH --exclusive
#SBATCH --time=72:00:00

source /usr/local/Ascend/ascend-toolkit/set_env.sh
srun bash run_node.sh
