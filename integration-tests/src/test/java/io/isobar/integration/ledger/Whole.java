package io.isobar.integration.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.proto.workload.v1.DecisionInputs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** All that the real ledger finds in a database, a line each, in words that a user would recognise it by. */
final class Whole {
    private static final int MORE_THAN_THERE_ARE = 1_000;
    private static final Pattern SUMMARY = Pattern.compile("\"summary\":\\s*(\"[^\"]*\")");

    private final DataSource database;
    private final PostgresLeadership leadership;
    private final PostgresLedger ledger;
    private final List<String> lines = new ArrayList<>();

    private Whole(DataSource database) {
        this.database = database;
        this.leadership = new PostgresLeadership(database);
        this.ledger = new PostgresLedger(database, LedgerDocuments.CODECS, leadership);
    }

    static List<String> of(DataSource database) throws SQLException {
        var whole = new Whole(database);
        whole.read();
        return List.copyOf(whole.lines);
    }

    private void read() throws SQLException {
        ledger.regions().forEach(region -> lines.add(line(region)));
        var workloads =
                ledger.workloads(null, Set.of(), null, MORE_THAN_THERE_ARE).items();
        workloads.forEach(workload -> lines.add(line(workload)));
        var last = new HashSet<AttemptId>();
        workloads.forEach(workload -> workload.parts().forEach(part -> last.add(part.id())));
        for (var attempt :
                ledger.attempts(null, null, null, MORE_THAN_THERE_ARE).items()) {
            if (!last.contains(attempt.id())) {
                lines.add("attempt " + line(attempt));
            }
            ledger.decision(attempt.id()).ifPresent(record -> lines.add(decision(attempt.id(), record)));
            ledger.inputs(attempt.id()).ifPresent(inputs -> lines.add(inputs(attempt.id(), inputs)));
        }
        ledger.reservations()
                .forEach(kept -> lines.add("reservation " + kept.pool() + " " + kept.name() + " " + kept.tenant() + " "
                        + kept.nodes() + " nodes " + kept.from() + ".." + kept.until()));
        ledger.used()
                .forEach((tenant, used) -> lines.add("used " + tenant + " " + used.acceleratorHours()
                        + " accelerator hours " + used.coreHours() + " core hours as of " + used.asOf()));
        ledger.learned()
                .forEach((kind, seen) -> lines.add("learned " + kind.tenant() + " " + kind.family() + " " + kind.model()
                        + " " + kind.replicas() + "x" + kind.units() + " weight=" + seen.weight() + " sum=" + seen.sum()
                        + " runs=" + seen.runs() + " hours=" + seen.unitHours() + " squares=" + seen.squares()));
        ledger.trials()
                .forEach((trial, ended) ->
                        lines.add("tried " + trial.family() + " " + trial.model() + " " + ended + " times"));
        ledger.pools()
                .forEach((pool, seen) -> lines.add("pool " + pool + " " + seen.model() + " failures "
                        + seen.failures().events() + " of " + seen.failures().exposure() + " reclaims "
                        + seen.reclaims().events() + " of " + seen.reclaims().exposure() + " refused "
                        + seen.refusals().events() + " of " + seen.refusals().exposure() + " starts "
                        + seen.starts().weight() + " as of " + seen.asOf()));
        lead();
        requests();
    }

    private static String line(KnownRegion region) {
        var maintenance = region.maintenance();
        var fence = region.fence();
        return "region " + region.facts().name() + " provider=" + region.facts().provider() + " cordon="
                + (region.cordonNote() == null ? "-" : quoted(region.cordonNote())) + " maintenance="
                + (maintenance == null
                        ? "-"
                        : maintenance.from() + ".." + maintenance.until() + " lead " + maintenance.lead() + " "
                                + quoted(maintenance.note()))
                + " fence=" + fence.number() + (fence.stands() ? " stands lease " + fence.lease() : "");
    }

    private static String line(Workload workload) {
        var why = workload.state().why();
        var trace = workload.trace();
        return "workload " + workload.id() + " " + workload.spec().name() + " "
                + workload.spec().tenant() + " "
                + workload.state().getClass().getSimpleName().toUpperCase(Locale.ROOT) + " " + why.reason()
                + " " + quoted(why.message()) + " retries=" + workload.retries() + " avoids="
                + new TreeSet<>(workload.avoided()) + " saved=" + workload.saved() + " trace="
                + (trace == null ? "-" : trace) + " runs "
                + workload.spec().variants().getFirst().command() + " in "
                + workload.parts().stream().map(Whole::line).toList();
    }

    private static String line(Attempt attempt) {
        var progress = attempt.progress();
        var waiting = attempt.waiting();
        return attempt.id() + " " + attempt.assignment().pool() + " "
                + attempt.state().getClass().getSimpleName() + " "
                + attempt.assignment().offer().price()
                + (progress == null ? "" : " at " + progress.steps() + " of " + progress.total() + " steps")
                + (waiting == null ? "" : " waits for " + waiting.why() + " until " + waiting.startsAt());
    }

    private static String decision(AttemptId attempt, String record) {
        var summary = SUMMARY.matcher(record);
        return "decision " + attempt + " " + (summary.find() ? summary.group(1) : "without a summary");
    }

    private static String inputs(AttemptId attempt, byte[] inputs) {
        try {
            return "inputs " + attempt + " of broker "
                    + DecisionInputs.parseFrom(inputs).getBrokerVersion();
        } catch (InvalidProtocolBufferException damaged) {
            throw new AssertionError(damaged);
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private void lead() {
        var sight = leadership.look();
        var holder = sight.holder();
        if (sight.epoch() > 0) {
            lines.add("lead epoch " + sight.epoch() + " of " + holder.name()
                    + (holder.grpc().isEmpty() ? "" : " at " + holder.grpc() + " and " + holder.rest())
                    + (sight.expired() ? ", over" : ""));
        }
    }

    /** Each as who asks again finds out. */
    private void requests() throws SQLException {
        leadership.take(new Contender("test", "", ""), Duration.ofMinutes(1));
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, fingerprint from requests")) {
            while (rows.next()) {
                var id = Objects.requireNonNull(rows.getString(1));
                var again = ledger.note(new Request(id, Objects.requireNonNull(rows.getString(2))), "w-other");
                if (again instanceof Acceptance.Repeated(var subject)) {
                    lines.add("request " + id + " was done for " + subject);
                }
            }
        } finally {
            leadership.release();
        }
    }
}
