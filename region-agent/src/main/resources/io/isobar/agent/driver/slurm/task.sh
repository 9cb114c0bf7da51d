# Runs one replica, whose number is SLURM_PROCID: FOLDER GUARD LEASE WAIT GRACE COMMAND [ARGUMENT…]
#
# FOLDER   holds environment, a shell text that the command's environment is made with
# GUARD    the text of guard.sh, which says what LEASE, WAIT and GRACE are; LEASE is empty: the command goes on whatever becomes of its region
#
# FOLDER/number gets progress (where the command says how far it has come), started (the command is about to be executed), stdout, stderr, and at the end exit (the exit code, put in place
# whole) beside, where the command could not be executed, unlaunched.
trap : HUP INT QUIT TERM USR1 USR2
_isobar_folder=$1
_isobar_place=$1/$SLURM_PROCID
_isobar_guard=
_isobar_mark=
if [ -n "$3" ]; then
    _isobar_mark=$_isobar_place/.
    _isobar_guard=$(/bin/sh -c "$2" isobar-guard "$1" "$_isobar_place" "$3" "$$" "$4" "$5") || exit $?
fi
shift 5
cd "$_isobar_place/work" || exit 78
# In the foreground: in the background a shell makes its commands ignore SIGINT and SIGQUIT.
ISOBAR_GUARDED=$_isobar_mark /bin/sh -c '
    _isobar_place=$2
    HOME=$2/work
    ISOBAR_REPLICA=$SLURM_PROCID
    ISOBAR_PROGRESS_FILE=$2/progress
    export HOME ISOBAR_REPLICA ISOBAR_PROGRESS_FILE
    # Only a shell that failed to become the command gets as far as its end. dash runs the trap, bash goes on.
    trap "[ -e \"\$_isobar_place/unlaunched\" ] || printf \"%s\\n\" failed >\"\$_isobar_place/unlaunched\"" EXIT
    . "$1/environment" || exit 78
    shift 2
    if ! command -v -- "$1" >/dev/null 2>&1; then
        printf "%s is not found in PATH (%s) on %s\n" "$1" "$PATH" "$SLURMD_NODENAME" >"$_isobar_place/unlaunched"
        exit 127
    fi
    printf "started\n" >"$_isobar_place/started"
    exec </dev/null >>"$_isobar_place/stdout" 2>>"$_isobar_place/stderr" || exit 126
    command -v shopt >/dev/null && shopt -s execfail
    exec "$@"
    exit 126
' isobar "$_isobar_folder" "$_isobar_place" "$@"
_isobar_code=$?
[ -z "$_isobar_guard" ] || kill -KILL "$_isobar_guard" 2>/dev/null
printf "%s\n" "$_isobar_code" >"$_isobar_place/exit.new" && mv "$_isobar_place/exit.new" "$_isobar_place/exit"
exit "$_isobar_code"
