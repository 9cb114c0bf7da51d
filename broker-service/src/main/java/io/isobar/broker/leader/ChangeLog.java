package io.isobar.broker.leader;

import io.isobar.broker.lifecycle.Workload;
import org.jboss.logging.Logger;

/** One line for each state that a workload reached, with the fixed keys. */
final class ChangeLog {
    private static final Logger LOG = Logger.getLogger("io.isobar.broker.workload");

    private ChangeLog() {}

    static void write(Workload workload) {
        var attempt = workload.attempt();
        var why = workload.state().why();
        LOG.infof(
                "workload=%s tenant=%s state=%s reason=%s region=%s attempt=%s epoch=%s%s %s",
                workload.id(),
                workload.spec().tenant(),
                workload.state().getClass().getSimpleName(),
                why.reason(),
                attempt == null ? "-" : attempt.assignment().pool().region(),
                attempt == null ? "-" : attempt.id(),
                attempt == null ? "-" : attempt.id().epoch(),
                workload.trace() == null ? "" : " traceId=" + workload.trace().traceId(),
                why.message().replaceAll("\\p{Cntrl}", " "));
    }
}
