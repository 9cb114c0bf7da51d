# Runs an attempt as a Slurm job and writes down what became of it, whether the agent lives or not. What stands before this says:
#
#   set -- FOLDER CLAIM REPLICAS CPUS PULSE TASK GUARD LEASE WAIT GRACE COMMAND [ARGUMENT…]
#
# FOLDER   gets CLAIM (this run was begun, by the job whose number is in it), pulse (a count that grows every PULSE seconds while
#          this runs), and at the end exit (the exit code, put in place whole). Where somebody makes a file stop, the work is told to
#          end. Each replica has a folder in it, see task.sh.
# TASK     what every replica runs: the text of task.sh
# GUARD    the text of guard.sh, which says what LEASE, WAIT and GRACE are
#
# Exit code 78: the folder is not there; 79: another run has taken the claim and runs no more.

_isobar_folder=$1
_isobar_claim=$2
_isobar_replicas=$3
_isobar_cpus=$4
_isobar_pulse=$5
_isobar_task=$6
# GUARD and what follows go to the task as they are.
shift 6

if ! [ -d "$_isobar_folder" ]; then
    echo "isobar: there is no folder $_isobar_folder on $(hostname); the nodes must see the agent's folder under the same name" >&2
    exit 78
fi

# A controller that was killed may start a job again that it had started just before. The second one says so in the file again, and
# looks after the first.
set -C
{ printf '%s\n' "$SLURM_JOB_ID"; } 2>/dev/null >"$_isobar_folder/$_isobar_claim" || {
    : >"$_isobar_folder/again"
    _isobar_count=
    _isobar_still=0
    while [ "$_isobar_still" -lt 9 ]; do
        if [ -f "$_isobar_folder/exit" ]; then
            read -r _isobar_code <"$_isobar_folder/exit"
            exit "$_isobar_code"
        fi
        _isobar_last=$_isobar_count
        read -r _isobar_count <"$_isobar_folder/pulse" || _isobar_count=
        if [ "$_isobar_count" = "$_isobar_last" ]; then
            _isobar_still=$((_isobar_still + 1))
        else
            _isobar_still=0
        fi
        sleep "$_isobar_pulse"
    done
    exit 79
}
set +C

# Handlers, not "ignore": what is ignored stays ignored in the command, what is handled does not.
trap : HUP INT QUIT TERM USR1 USR2

# Told to end, the work may take its time, and the pulse must not stop before it.
(
    trap '' HUP INT QUIT TERM USR1 USR2
    _isobar_count=0
    while :; do
        _isobar_count=$((_isobar_count + 1))
        printf '%s\n' "$_isobar_count" >"$_isobar_folder/pulse.new" && mv "$_isobar_folder/pulse.new" "$_isobar_folder/pulse"
        # Where Slurm has lost this job, nothing else can stop it. The group is this script with what it started.
        [ -e "$_isobar_folder/stop" ] && kill -TERM 0
        sleep "$_isobar_pulse"
    done
) </dev/null >/dev/null 2>&1 &
_isobar_beats=$!

if [ "$_isobar_replicas" = 1 ]; then
    SLURM_PROCID=0 /bin/sh -c "$_isobar_task" isobar "$_isobar_folder" "$@"
else
    srun --ntasks="$_isobar_replicas" --cpus-per-task="$_isobar_cpus" --kill-on-bad-exit=1 --quiet \
        /bin/sh -c "$_isobar_task" isobar "$_isobar_folder" "$@" </dev/null
fi
_isobar_code=$?
kill -KILL "$_isobar_beats" 2>/dev/null
printf '%s\n' "$_isobar_code" >"$_isobar_folder/exit.new" && mv "$_isobar_folder/exit.new" "$_isobar_folder/exit"
exit "$_isobar_code"
