#!/bin/sh
# One workload for NVIDIA cards, Hygon DCU and plain processors, as a batch script. sbatch takes it as it is; isobar plan -f and
# isobar apply -f read the lines of #ISOBAR as well, and it runs on whichever of them costs least: docs/job-files.md.
#SBATCH --job-name=heat
#SBATCH --nodes=1 --cpus-per-task=1 --mem=256M
#SBATCH --gres=gpu:1
#SBATCH --time=01:00:00
#ISOBAR resources: { accelerators: [ "A100-40GB:1", "Z100:1", none ] }
#ISOBAR work: { hours: 0.5 }

stack=${ISOBAR_STACK:-cuda}
steps=20
echo "heat: $steps steps on $stack"
for step in $(seq "$steps"); do
    # Here the program runs that was built for the stack: "./heat-$stack" --step "$step"
    sleep 1
    [ -z "${ISOBAR_PROGRESS_FILE:-}" ] || echo "steps=$step total=$steps" >"$ISOBAR_PROGRESS_FILE"
done
echo "heat: done"
