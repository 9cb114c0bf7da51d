package io.isobar.broker.ledger.postgres;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.WorkloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Workloads as rows. */
final class WorkloadRows {
    private static final String COLUMNS =
            "select w.ordinal as w_ordinal, w.id, w.spec, w.submitted_at, w.state as w_state,"
                    + " w.reason as w_reason, w.message as w_message, w.actor, w.since, w.cancelling, w.retries, w.refusals,"
                    + " w.not_before, w.avoided, w.saved, w.version, " + AttemptRows.COLUMNS;

    private static final String INSERT =
            "insert into workloads (id, name, tenant, spec, submitted_at, state, reason, message,"
                    + " actor, since, cancelling, retries, refusals, not_before, avoided, saved, epoch, version)"
                    + " values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    // The version in the condition keeps a repeated, older commit from undoing a newer one.
    private static final String UPDATE =
            "update workloads set state = ?, reason = ?, message = ?, actor = ?, since = ?,"
                    + " cancelling = ?, retries = ?, refusals = ?, not_before = ?, avoided = ?, saved = ?, epoch = ?,"
                    + " version = ?"
                    + " where id = ? and version <= ?";

    private final Documents documents;

    WorkloadRows(Documents documents) {
        this.documents = documents;
    }

    void insert(Connection connection, Workload workload) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, workload.id().value());
            statement.setString(2, workload.spec().name());
            statement.setString(3, workload.spec().tenant());
            statement.setString(4, documents.spec().apply(workload.spec()));
            statement.setObject(5, Times.toSql(workload.submittedAt()));
            bindState(statement, 6, workload);
            statement.executeUpdate();
        }
    }

    void update(Connection connection, Collection<Workload> workloads) throws SQLException {
        if (workloads.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(UPDATE)) {
            for (var workload : workloads) {
                int next = bindState(statement, 1, workload);
                statement.setString(next, workload.id().value());
                statement.setLong(next + 1, workload.version());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static int bindState(PreparedStatement statement, int from, Workload workload) throws SQLException {
        var why = workload.state().why();
        int i = from;
        statement.setString(i++, stateName(workload.state()));
        statement.setString(i++, why.reason().name());
        statement.setString(i++, why.message());
        statement.setString(i++, why.actor());
        statement.setObject(i++, Times.toSql(why.since()));
        statement.setBoolean(i++, workload.cancelling());
        statement.setInt(i++, workload.retries());
        statement.setInt(i++, workload.refusals());
        statement.setObject(i++, Times.toSqlOrNull(workload.notBefore()));
        statement.setArray(
                i++,
                statement
                        .getConnection()
                        .createArrayOf("text", workload.avoided().toArray()));
        statement.setDouble(i++, workload.saved());
        statement.setLong(i++, workload.tries());
        statement.setLong(i++, workload.version());
        return i;
    }

    /** The workloads that {@code which} selects, each with the attempts of its last try: for {@link #read}. */
    static String select(String which, boolean newestFirst) {
        return COLUMNS + " from (select * from workloads w " + which + ") w left join attempts a"
                + " on a.workload_id = w.id and a.epoch = w.epoch order by w.ordinal" + (newestFirst ? " desc" : "")
                + ", a.part";
    }

    /** A workload and its number in the order of acceptance. */
    record Found(long ordinal, Workload workload) {}

    List<Found> read(ResultSet rows) throws SQLException {
        var found = new ArrayList<Found>();
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
            found.add(new Found(ordinal, workload.apply(parts)));
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
        var spec = documents.specFrom().apply(row.getString("spec"));
        var submittedAt = Times.fromSql(row, "submitted_at");
        var state = state(row.getString("w_state"), why);
        boolean cancelling = row.getBoolean("cancelling");
        int retries = row.getInt("retries");
        int refusals = row.getInt("refusals");
        var notBefore = Times.fromSqlOrNull(row, "not_before");
        var avoided = Set.of((String[]) row.getArray("avoided").getArray());
        double saved = row.getDouble("saved");
        long version = row.getLong("version");
        return parts -> new Workload(
                id, spec, submittedAt, state, parts, cancelling, retries, refusals, notBefore, avoided, saved, version);
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
