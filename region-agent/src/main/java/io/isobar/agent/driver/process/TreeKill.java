package io.isobar.agent.driver.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Ends a whole process tree: asks, waits for the grace, then kills until nothing is left. */
final class TreeKill {
    private static final System.Logger LOG = System.getLogger(TreeKill.class.getName());
    private static final long FIRST_LOOK_MS = 5;
    private static final long SLOWEST_LOOK_MS = 100;
    private static final long KILL_LOOK_MS = 20;
    private static final int LOOKS_BEFORE_WARNING = 100;

    private TreeKill() {}

    /** Returns when nothing of the tree runs any more. */
    static void end(ProcessTree tree, Duration grace) throws InterruptedException {
        Set<ProcStat> asked = new HashSet<>();
        long left = grace.toMillis();
        long look = FIRST_LOOK_MS;
        Collection<ProcStat> members = tree.scan();
        while (!members.isEmpty() && left > 0) {
            for (ProcStat member : members) {
                if (asked.add(identity(member))) {
                    ProcessTree.signal(member, false);
                }
            }
            long pause = Math.min(look, left);
            Thread.sleep(pause);
            left -= pause;
            look = Math.min(SLOWEST_LOOK_MS, look * 2);
            members = tree.scan();
        }
        kill(tree);
    }

    private static void kill(ProcessTree tree) throws InterruptedException {
        Collection<ProcStat> members = tree.scan();
        int looks = 0;
        while (!members.isEmpty()) {
            members.forEach(member -> ProcessTree.signal(member, true));
            if (++looks == LOOKS_BEFORE_WARNING) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "processes survive SIGKILL pids="
                                + members.stream().map(ProcStat::pid).toList()
                                + "; their attempt cannot end before they do");
            }
            Thread.sleep(KILL_LOOK_MS);
            members = tree.scan();
        }
    }

    private static ProcStat identity(ProcStat member) {
        return new ProcStat(member.pid(), ' ', 0, 0, member.startTime());
    }
}
