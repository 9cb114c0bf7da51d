#!/bin/bash -l
#SBATCH -A proj_42
#SBATCH -p debug
#SBATCH --qos=normal
#SBATCH -t 00:30:00
#SBATCH -n 64
#SBATCH --mem-per-cpu=2000
#SBATCH --mail-type=BEGIN,END,FAIL
#SBATCH --mail-user=me@example.org
#SBATCH --exclusive

module load openmpi/4.1
mpirun -np $SLURM_NTASKS ./vasp_std > vasp.out
