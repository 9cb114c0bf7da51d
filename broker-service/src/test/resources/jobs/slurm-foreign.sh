#!/bin/bash
#BSUB -J job
#BSUB -n 4
#$ -N sge
# $ not one
#PBS -l nodes=2
./a.out
