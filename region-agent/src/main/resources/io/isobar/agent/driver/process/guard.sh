# Ends what a region runs once its lease has run out, whether its agent lives, sleeps or is dead.
#
#   guard.sh FOLDER AGENT
#
# FOLDER   of the region; its file "lease" has a line kill_at=SECONDS since the machine's start. Without the file there is no lease.
# AGENT    pid of the agent. Once it is gone and nothing of the region runs, the guard ends too; and when a newer guard has taken over.
#
# What belongs to the region carries its folder in the environment, or shares a session with what does. Work that goes on
# when the region is cut off carries ISOBAR_WHEN_CUT_OFF=keep_running and is passed over.

folder=$1
agent=$2
trap : HUP INT QUIT PIPE

# Session and start of a process that is no zombie; by what follows its name, which may hold anything.
session_of() {
    session=
    { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    stat=${stat##*) }
    set -- $stat
    [ "$1" = Z ] && return 1
    session=$4
    shift 19
    began=$1
}

# The very process, and not another that got its pid.
agent_lives() {
    session_of "$agent" && [ "$began" = "$agent_began" ]
}

# Pids of the region: marked, not told to keep running; supervisors first, which would otherwise write down an end.
ours() {
    for environ in $(grep -lsaF "ISOBAR_STATE_FOLDER=$folder/" /proc/[0-9]*/environ); do
        grep -qsaF "ISOBAR_WHEN_CUT_OFF=keep_running" "$environ" && continue
        pid=${environ#/proc/}
        pid=${pid%/environ}
        [ "$pid" = "$$" ] && continue
        session_of "$pid" && printf '%s %s\n' "$pid" "$session"
    done
}

supervises() {
    tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qxF "$folder/supervise.sh"
}

end_all() {
    found=$(ours)
    [ -n "$found" ] || return 0
    sessions=" "
    rest=
    for word in $(printf '%s\n' "$found" | tr ' ' ':'); do
        pid=${word%:*}
        if supervises "$pid"; then
            kill -KILL "$pid" 2>/dev/null
        else
            rest="$rest $pid"
            sessions="$sessions${word#*:} "
        fi
    done
    for entry in /proc/[0-9]*; do
        pid=${entry#/proc/}
        session_of "$pid" || continue
        case $sessions in *" $session "*) rest="$rest $pid" ;; esac
    done
    for pid in $rest; do kill -KILL "$pid" 2>/dev/null; done
    return 1
}

printf '%s\n' "$$" >"$folder/guard"
agent_began=
session_of "$agent" && agent_began=$began

while :; do
    { read -r newest <"$folder/guard"; } 2>/dev/null || exit 0
    [ "$newest" = "$$" ] || exit 0
    kill_at=
    if [ -r "$folder/lease" ]; then
        while IFS== read -r name value; do
            [ "$name" = kill_at ] && kill_at=$value
        done <"$folder/lease"
    fi
    IFS='. ' read -r uptime rest </proc/uptime
    if [ -n "$kill_at" ] && [ "$uptime" -ge "$kill_at" ]; then
        end_all
    fi
    if ! agent_lives && [ -z "$(ours)" ]; then
        exit 0
    fi
    sleep 1
done
