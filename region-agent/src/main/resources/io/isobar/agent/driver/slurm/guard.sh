# Ends a replica once the lease of its region has run out, whether the agent, Slurm or the shared file system is there or not:
#
#   guard.sh FOLDER PLACE LEASE TASK WAIT GRACE
#
# FOLDER   of the attempt. What belongs to it carries ISOBAR_GUARDED=PLACE/. in its environment, or descends from what does.
# PLACE    of the replica in it; ask is written, answer read, and stopped gets why the replica was ended
# LEASE    file with lines stop_at and kill_at, in seconds since the agent's machine was started, and boot, which start that was
# TASK     pid of task.sh; with it the guard ends
# WAIT     how long somebody may take to confirm the lease before the command starts, GRACE from SIGTERM to SIGKILL; both in hundredths
#          of a second, as all times here
#
# Ends when the command may start, with the pid of what goes on reading on standard output, or else with 77.
#
# Nothing on the shared file system is believed to be as new as it looks. This machine's time since its start is written down as a
# question; the agent answers with it and its own. So the agent's clock stood at no more than that when this one stood at the question's:
# what the lease says in the agent's time is known in ours, a little too early and never too late, however old what is read may be.

folder=$1
place=$2
lease=$3
task=$4
wait=$5
grace=$6

now() {
    IFS=' ' read -r up rest </proc/uptime
    now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# Hundredths of a second, where sleep knows parts of a second.
nap() { sleep "$(($1 / 100)).$(($1 / 10 % 10))$(($1 % 10))" 2>/dev/null || sleep 1; }

whole() { case $1 in '' | *[!0-9]* | ????????????????*) return 1 ;; esac; }

ask() {
    now
    { printf '%s .\n' "$now" >"$place/ask"; } 2>/dev/null && asked=$now
}

# The agent's clock behind ours, at least. Clocks run apart by less than one in 5,000. One that was answered late says less.
take_answer() {
    { IFS=' ' read -r question its_clock its what end <"$place/answer"; } 2>/dev/null || return 1
    [ "$end" = . ] && whole "$question" && whole "$its_clock" && [ "$question.$its_clock" != "$taken" ] || return 1
    now
    behind=$((question - its_clock))
    if [ "$its" != "$boot" ] || [ "$behind" -ge $((known - (now - since) / 5000)) ]; then
        boot=$its
        known=$behind
        since=$question
    fi
    taken=$question.$its_clock
    word=$what
    asked=
}

# The end of the lease by our clock. A quarter of its grace is for the killing itself.
read_lease() {
    stop_at= kill_at= its=
    { while IFS== read -r name value; do
        case $name in
            stop_at) stop_at=$value ;;
            kill_at) kill_at=$value ;;
            boot) its=$value ;;
        esac
    done <"$lease"; } 2>/dev/null || return 1
    case $stop_at in -*) stop_at=0 ;; esac
    case $kill_at in -*) kill_at=0 ;; esac
    whole "$stop_at" && whole "$kill_at" && [ -n "$its" ] && [ "$its" = "$boot" ] || return 1
    now
    behind=$((known - (now - since) / 5000))
    stop=$((stop_at * 100 + behind))
    kill=$((kill_at * 100 + behind - (kill_at - stop_at) * 25))
    [ $((stop + grace)) -ge "$kill" ] || kill=$((stop + grace))
}

# The processes whose pids are given, and all that descend from them. Who asks for no more than this is never held up.
family() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v roots="$*" '
        BEGIN { for (n = split(roots, found, "[^0-9]+"); n > 0; n--) if (found[n] != "") own[found[n]] = 1 }
        { pid = $1; sub(/^.*\) /, ""); if ($1 != "Z") parent[pid] = $2; else delete own[pid] }
        END {
            for (more = 1; more; ) {
                more = 0
                for (pid in parent) if (!(pid in own) && parent[pid] in own) own[pid] = more = 1
            }
            for (pid in own) if (pid in parent) print pid
        }'
}

started_by_task() { family "$task" | grep -vxF "$task" || :; }

# Also what is about to become the command, and what has left its parents: of this replica, which alone is asked to end, or of all that
# were on this node. To read an environment may wait for a process that hangs.
marked() {
    roots=$(grep -lszF "ISOBAR_GUARDED=$mark" /proc/[0-9]*/environ)
    [ -z "$roots" ] || family $roots
}

# Runs beside the reader, which may hang in a read: touches nothing that is shared.
count() {
    now
    while [ "$now" -lt "$stop" ]; do
        [ -e "/proc/$task" ] || exit 0
        left=$((stop - now))
        [ "$left" -le 1000 ] || left=1000
        nap $((left + 9))
        now
    done
    told=" "
    mark=$place/.
    ask_to_end started_by_task
    end marked &
    end started_by_task
    wait
    exit 0
}

# Asks what the given command finds, each but once: to some programs a second time means to end at once.
ask_to_end() {
    for pid in $("$1"); do
        case $told in *" $pid "*) continue ;; esac
        say_why
        told="$told$pid "
        kill -TERM "$pid" 2>/dev/null
    done
}

# Until the given command finds nothing more, and the task has seen that.
end() {
    ask_to_end "$1"
    while now && [ "$now" -lt "$kill" ] && [ -n "$("$1")" ]; do nap 50; done
    mark=$folder/
    while found=$("$1") && [ -n "$found" ] || [ -e "/proc/$task" ]; do
        for pid in $found; do
            say_why
            kill -KILL "$pid" 2>/dev/null
        done
        nap 30
    done
}

# Beside it, as the write may hang.
say_why() {
    [ -z "$said_why" ] || return 0
    said_why=yes
    tell "the lease of its region had run out, and nobody confirmed it" &
}

tell() { printf '%s\n' "$1" >"$place/stopped"; }

# The one that counts is replaced by one that counts to another end; for a moment both do.
count_anew() {
    count &
    next=$!
    stop_counting
    counter=$next
    counts_to=$stop
}

stop_counting() {
    [ -n "$counter" ] || return 0
    kill -KILL "$counter" 2>/dev/null
    wait "$counter" 2>/dev/null
    counter=
}

# Reads for as long as the task lives. What cannot be read was not renewed.
follow() {
    while [ -e "/proc/$task" ]; do
        now
        pause=200
        if [ -n "$counter" ]; then
            is_open || break
            pause=$(((counts_to - now) / 16))
            [ "$pause" -le 1000 ] || pause=1000
            [ "$pause" -ge 50 ] || pause=50
        fi
        nap "$pause"
        now
        [ $((now - since)) -lt 1000000 ] || ask
        { [ -z "$asked" ] && [ -e "$lease" ]; } || take_answer
        if read_lease; then
            leased_by=$taken
            [ "$stop_at $kill_at $taken" = "$goes_by" ] && continue
            is_open || break
            goes_by="$stop_at $kill_at $taken"
            count_anew
        elif [ -e "$lease" ]; then
            # Of another start of the agent's machine, or of another machine.
            ask
        elif [ "$word" = free ] && [ "$taken" != "$leased_by" ]; then
            # It was deleted, which the agent says, too: else it may only be out of sight.
            stop_counting
            goes_by=
        fi
    done
    wait
    exit 0
}

# Once the end has begun there is no way back.
is_open() {
    [ -z "$counter" ] || { now && [ "$now" -lt "$counts_to" ]; }
}

# Signals are for the command: told to end, it may take its time, and is guarded meanwhile.
go_on() {
    (
        trap '' HUP INT QUIT TERM USR1 USR2 PIPE
        goes_by=
        leased_by=
        if [ "$1" = leased ]; then
            leased_by=$taken
            goes_by="$stop_at $kill_at $taken"
            count_anew
        fi
        follow
    ) </dev/null >/dev/null 2>&1 &
    printf '%s\n' "$!"
    exit 0
}

said_why= word= taken= boot= known=0 since=0 counter= asked=
ask
began=$now
while [ $((now - began)) -le "$wait" ]; do
    take_answer
    if read_lease; then
        [ "$now" -ge "$stop" ] || go_on leased
    elif [ "$word" = free ] && ! [ -e "$lease" ]; then
        go_on free
    fi
    nap $((now - began < 200 ? 4 : 50))
    now
    [ -n "$asked" ] && [ $((now - asked)) -lt 200 ] || ask
done
tell "it started, and nobody confirmed the lease of its region within $((wait / 100)) s"
exit 77
