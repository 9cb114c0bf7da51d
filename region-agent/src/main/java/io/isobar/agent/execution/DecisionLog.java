package io.isobar.agent.execution;

import io.isobar.agent.execution.AttemptState.Ended;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.trace.Spans;
import java.lang.System.Logger.Level;

/** One line for each decision of a region, with fixed keys. What ends well is only seen at level DEBUG: there is much of it. */
public final class DecisionLog {
    private static final System.Logger LOG = System.getLogger(DecisionLog.class.getName());

    private final RegionName region;
    private final AttemptSpans spans;

    /** One that records no spans. */
    public DecisionLog(RegionName region) {
        this(region, new AttemptSpans(Spans.NONE, region));
    }

    public DecisionLog(RegionName region, AttemptSpans spans) {
        this.region = region;
        this.spans = spans;
    }

    /** What the driver is about to be told. */
    void record(Effects.Action action) {
        if (action instanceof Effects.Action.Start start) {
            spans.starts(start.work().id(), start.work().order());
        }
        LOG.log(Level.DEBUG, () -> switch (action) {
            case Effects.Action.Start start ->
                "start region=" + region + " attempt=" + start.work().id();
            case Effects.Action.Stop stop ->
                "stop region=" + region + " attempt=" + stop.attempt() + " grace=" + stop.grace();
            case Effects.Action.LeaveQueue leave -> "leave queue region=" + region + " attempt=" + leave.attempt();
            case Effects.Action.Forget forget -> "forget region=" + region + " attempt=" + forget.attempt();
        });
    }

    void record(RegionMessage message) {
        switch (message) {
            case RegionMessage.RefusedNews refused ->
                LOG.log(
                        Level.INFO,
                        () -> "refused region=" + region + " attempt=" + refused.attempt() + " reason="
                                + refused.refusal().reason() + " message="
                                + quoted(refused.refusal().message()));
            case RegionMessage.AttemptNews news -> recordAttempt(news);
            case RegionMessage.FullReport report ->
                LOG.log(
                        Level.INFO,
                        () -> "full report region=" + region + " report=" + report.report() + " pools="
                                + report.pools().size() + " attempts="
                                + report.attempts().size());
            case RegionMessage.AdmittedNews admitted ->
                LOG.log(Level.DEBUG, () -> "admitted region=" + region + " attempt=" + admitted.attempt());
            case RegionMessage.PoolGone gone ->
                LOG.log(Level.INFO, () -> "pool withdrawn region=" + region + " pool=" + gone.pool());
            case RegionMessage.PoolNews news -> {}
        }
    }

    private void recordAttempt(RegionMessage.AttemptNews news) {
        spans.told(news);
        String what = "region=" + region + " workload=" + news.key().workload() + " attempt="
                + news.key().id() + " epoch=" + news.key().epoch();
        if (news.state() instanceof Ended ended) {
            Level level = ended.end().reason() == Reason.EXIT_ZERO ? Level.DEBUG : Level.INFO;
            LOG.log(
                    level,
                    () -> "ended " + what + " reason=" + ended.end().reason() + " exit_code="
                            + ended.end().exitCode() + " message="
                            + quoted(ended.end().message()));
        } else {
            LOG.log(Level.DEBUG, () -> news.state().getClass().getSimpleName() + " " + what);
        }
    }

    private static String quoted(String text) {
        String shortened = text.length() <= 500 ? text : text.substring(0, 500) + "…";
        return '"' + shortened.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
