package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.FLAG;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.INTEGER;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.LONG;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.REAL;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.TraceContext;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Workloads as rows: what was asked, which never changes, and apart from it the state of its life, which often does. */
final class WorkloadRows {
    private static final String COLUMNS =
            "select w.ordinal as w_ordinal, w.id, w.spec, w.spec_record, w.submitted_at, w.state as w_state,"
                    + " w.reason as w_reason, w.message as w_message, w.actor, w.since, w.cancelling, w.retries, w.refusals,"
                    + " w.not_before, w.avoided, w.saved, w.version, w.trace, " + AttemptRows.COLUMNS;

    private static final String WHOLE =
            "select w.ordinal, w.id, w.spec, w.spec_record, w.submitted_at, w.trace, s.state, s.reason, s.message, s.actor,"
                    + " s.since, s.cancelling, s.retries, s.refusals, s.not_before, s.avoided, s.saved, s.epoch, s.version"
                    + " from workloads w join workload_states s on s.workload_id = w.id ";

    private static final Column[] STATE_COLUMNS = {
        TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, FLAG, INTEGER, INTEGER, TEXT, TEXT, REAL, LONG, LONG
    };
    private static final String STATE_NAMES =
            "workload_id, state, reason, message, actor, since, cancelling, retries, refusals, not_before, avoided, saved,"
                    + " epoch, version";

    private static final Column[] INSERT_COLUMNS = Stream.concat(
                    Arrays.stream(STATE_COLUMNS), Stream.of(TEXT, TEXT, TEXT, TEXT, TEXT))
            .toArray(Column[]::new);
    private static final String INSERT = "with n as (select * from " + RowArrays.unnest(INSERT_COLUMNS) + " as n ("
            + STATE_NAMES + ", name, tenant, spec_record, submitted_at, trace)),"
            + " asked as (insert into workloads (id, name, tenant, spec_record, submitted_at, trace)"
            + " select workload_id, name, tenant, decode(spec_record, 'hex'), submitted_at::timestamptz, trace from n)"
            + " insert into workload_states (" + STATE_NAMES + ")"
            + " select workload_id, state, reason, message, actor, since::timestamptz, cancelling, retries, refusals,"
            + " not_before::timestamptz, avoided::text[], saved, epoch, version from n";

    // The version in the condition keeps a repeated, older commit from undoing a newer one.
    private static final String UPDATE =
            "update workload_states s set state = n.state, reason = n.reason, message = n.message, actor = n.actor,"
                    + " since = n.since::timestamptz, cancelling = n.cancelling, retries = n.retries, refusals = n.refusals,"
                    + " not_before = n.not_before::timestamptz, avoided = n.avoided::text[], saved = n.saved, epoch = n.epoch,"
                    + " version = n.version from " + RowArrays.unnest(STATE_COLUMNS) + " as n (" + STATE_NAMES + ")"
                    + " where s.workload_id = n.workload_id and s.version <= n.version";

    /** A page of what users ask for is less, and read by the thread that asks. */
    private static final int MOST_UNREAD = 2_000;

    private final Documents documents;

    WorkloadRows(Documents documents) {
        this.documents = documents;
    }

    void insert(Connection connection, Collection<Workload> workloads) throws SQLException {
        var rows = new RowArrays(INSERT_COLUMNS);
        for (var workload : workloads) {
            var spec = workload.spec();
            rows.add(Stream.concat(
                            Arrays.stream(state(connection, workload)),
                            Stream.of(
                                    spec.name(),
                                    spec.tenant(),
                                    HexFormat.of().formatHex(documents.spec().apply(spec)),
                                    workload.submittedAt().toString(),
                                    workload.trace() == null
                                            ? null
                                            : workload.trace().toString()))
                    .toArray());
        }
        rows.execute(connection, INSERT);
    }

    void update(Connection connection, Collection<Workload> workloads) throws SQLException {
        var rows = new RowArrays(STATE_COLUMNS);
        for (var workload : workloads) {
            rows.add(state(connection, workload));
        }
        rows.execute(connection, UPDATE);
    }

    private static @Nullable Object[] state(Connection connection, Workload workload) throws SQLException {
        var why = workload.state().why();
        var notBefore = workload.notBefore();
        return new @Nullable Object[] {
            workload.id().value(),
            stateName(workload.state()),
            why.reason().name(),
            why.message(),
            why.actor(),
            why.since().toString(),
            workload.cancelling(),
            workload.retries(),
            workload.refusals(),
            notBefore == null ? null : notBefore.toString(),
            workload.avoided().isEmpty()
                    ? "{}"
                    : connection
                            .createArrayOf("text", workload.avoided().toArray())
                            .toString(),
            workload.saved(),
            (long) workload.tries(),
            workload.version()
        };
    }

    /** The workloads {@code w}, with states {@code s}, that {@code which} selects, each with the attempts of its last try: for {@link #read}. */
    static String select(String which, boolean newestFirst) {
        return COLUMNS + " from (" + WHOLE + which + ") w left join attempts a"
                + " on a.workload_id = w.id and a.epoch = w.epoch order by w.ordinal" + (newestFirst ? " desc" : "")
                + ", a.part";
    }

    /** A workload and its number in the order of acceptance. */
    record Found(long ordinal, Workload workload) {}

    /** A row that is read while its document is not yet: that takes most of the time, and may be done on all processors. */
    private record Unread(long ordinal, Function<List<Attempt>, Workload> workload, List<Attempt> parts) {
        Found read() {
            return new Found(ordinal, workload.apply(parts));
        }
    }

    List<Found> read(ResultSet rows) throws SQLException {
        var found = new ArrayList<Found>();
        var unread = new ArrayList<Unread>();
        boolean more = rows.next();
        while (more) {
            long ordinal = rows.getLong("w_ordinal");
            var workload = workloadWith(rows);
            var parts = new ArrayList<Attempt>();
            do {
                if (rows.getString("workload_id") != null) {
                    parts.add(AttemptRows.read(rows));
                }
                more = rows.next();
            } while (more && rows.getLong("w_ordinal") == ordinal);
            unread.add(new Unread(ordinal, workload, parts));
            // Documents of all that live at once would fill the memory.
            if (!more || unread.size() == MOST_UNREAD) {
                var each = unread.size() < MOST_UNREAD ? unread.stream() : unread.parallelStream();
                found.addAll(each.map(Unread::read).toList());
                unread.clear();
            }
        }
        return found;
    }

    private Function<List<Attempt>, Workload> workloadWith(ResultSet row) throws SQLException {
        var why = new Why(
                Reason.valueOf(row.getString("w_reason")),
                row.getString("w_message"),
                row.getString("actor"),
                Times.fromSql(row, "since"));
        var id = new WorkloadId(row.getString("id"));
        var spec = spec(row);
        var submittedAt = Times.fromSql(row, "submitted_at");
        var state = state(row.getString("w_state"), why);
        boolean cancelling = row.getBoolean("cancelling");
        int retries = row.getInt("retries");
        int refusals = row.getInt("refusals");
        var notBefore = Times.fromSqlOrNull(row, "not_before");
        var avoided = Set.of((String[]) row.getArray("avoided").getArray());
        double saved = row.getDouble("saved");
        long version = row.getLong("version");
        var trace = row.getString("trace");
        var context = trace == null ? null : TraceContext.parse(trace).orElse(null);
        return parts -> new Workload(
                id,
                spec.get(),
                submittedAt,
                state,
                parts,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version,
                context);
    }

    /** To be read later; a row of before has JSON alone. */
    private Supplier<WorkloadSpec> spec(ResultSet row) throws SQLException {
        var record = row.getBytes("spec_record");
        if (record != null) {
            return () -> documents.specFrom().apply(record);
        }
        var json = row.getString("spec");
        return () -> documents.specFromJson().apply(json);
    }

    static String stateName(WorkloadState state) {
        return switch (state) {
            case WorkloadState.Queued queued -> "QUEUED";
            case WorkloadState.Placing placing -> "PLACING";
            case WorkloadState.Starting starting -> "STARTING";
            case WorkloadState.Running running -> "RUNNING";
            case WorkloadState.Succeeded succeeded -> "SUCCEEDED";
            case WorkloadState.Failed failed -> "FAILED";
            case WorkloadState.Cancelled cancelled -> "CANCELLED";
        };
    }

    private static WorkloadState state(String name, Why why) {
        return switch (name) {
            case "QUEUED" -> new WorkloadState.Queued(why);
            case "PLACING" -> new WorkloadState.Placing(why);
            case "STARTING" -> new WorkloadState.Starting(why);
            case "RUNNING" -> new WorkloadState.Running(why);
            case "SUCCEEDED" -> new WorkloadState.Succeeded(why);
            case "FAILED" -> new WorkloadState.Failed(why);
            case "CANCELLED" -> new WorkloadState.Cancelled(why);
            default -> throw new IllegalStateException("the database holds an unknown state " + name);
        };
    }
}
