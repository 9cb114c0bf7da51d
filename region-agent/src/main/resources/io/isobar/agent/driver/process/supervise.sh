# Runs one replica and writes down what became of it, whether the agent lives or not.
#
#   supervise.sh FOLDER CLAIM SETSID MV CGROUPS LEASE COMMAND [ARGUMENT…]
#
# FOLDER   gets CLAIM (this run was begun), pid (a line of /proc/…/stat for the supervisor, one for the command), stdout, stderr,
#          and at the end exit (the exit code, put in place whole) beside, where the command could not be executed, unlaunched.
# CGROUPS  cgroup.procs files to join, separated by colons; may be empty.
# LEASE    file with a line stop_at=SECONDS since the machine's start; from then on the command is not started. Empty: it does not matter.
#
# Says "started" on standard output when the command is about to be executed. Variables are named so that none of them is
# found in the environment and passed on changed.

# Whoever creates the claim first decides: the agent takes it before it gives a run up, so a late supervisor starts nothing.
set -C
{ true; } 2>/dev/null >"$1/$2" || exit 0
set +C

# Handlers, not "ignore": what is ignored stays ignored in the command, what is handled does not.
trap : HUP INT QUIT TERM PIPE USR1 USR2
_isobar_folder=$1
_isobar_setsid=$3
_isobar_mv=$4
_isobar_groups=$5
_isobar_lease=$6
shift 6
IFS= read -r _isobar_stat </proc/self/stat
printf '%s\n' "$_isobar_stat" >"$_isobar_folder/pid"

# In the foreground: in the background a shell makes its commands ignore SIGINT and SIGQUIT.
"$_isobar_setsid" /bin/sh -c '
    _isobar_folder=$1
    _isobar_groups=$2
    _isobar_lease=$3
    shift 3
    IFS= read -r _isobar_stat </proc/self/stat
    printf "%s\n" "$_isobar_stat" >>"$_isobar_folder/pid"
    IFS=:
    for _isobar_group in $_isobar_groups; do
        # A group that cannot be joined costs the limit, not the work.
        { printf "%s\n" "$$"; } >"$_isobar_group" || :
    done
    unset IFS
    trap : PIPE
    printf "started\n" || :
    trap - PIPE
    exec </dev/null >>"$_isobar_folder/stdout" 2>>"$_isobar_folder/stderr" || exit 126
    # Only a shell that failed to become the command gets as far as its end. dash runs the trap, bash goes on.
    trap "printf \"%s\\n\" failed >\"\$_isobar_folder/unlaunched\"" EXIT
    command -v shopt >/dev/null && shopt -s execfail
    # As late as can be: an agent that slept between its look and this one must not start what nobody confirms.
    _isobar_until=
    if [ -n "$_isobar_lease" ] && [ -r "$_isobar_lease" ]; then
        while IFS== read -r _isobar_name _isobar_value; do
            [ "$_isobar_name" = stop_at ] && _isobar_until=$_isobar_value
        done <"$_isobar_lease"
    fi
    if [ -n "$_isobar_until" ]; then
        IFS=". " read -r _isobar_uptime _isobar_rest </proc/uptime
        [ "$_isobar_uptime" -lt "$_isobar_until" ] || exit 126
    fi
    exec "$@"
    exit 126
' isobar "$_isobar_folder" "$_isobar_groups" "$_isobar_lease" "$@"
_isobar_code=$?
printf '%s\n' "$_isobar_code" >"$_isobar_folder/exit.new" &&
    "$_isobar_mv" "$_isobar_folder/exit.new" "$_isobar_folder/exit"
