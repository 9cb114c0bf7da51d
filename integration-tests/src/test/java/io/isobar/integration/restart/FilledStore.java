package io.isobar.integration.restart;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A broker's tables, filled up with workloads that are over: copies of those that it has itself brought to their end. */
record FilledStore(DataSource database) {
    /** Each copy has what the original has: states, attempts, decision and the request by which it came. */
    private static final String[] COPY = {
        "create temporary table n on commit drop as select w.id as from_id,"
                + " 'w-' || substr(md5(w.id || '-' || g), 1, 10) as id, 'copied-' || g as request"
                + " from generate_series(1, ?) g join (select workload_id as id, row_number() over (order by workload_id) - 1 as r,"
                + " count(*) over () as c from workload_states where not live) w on g % w.c = w.r",
        "delete from n using workloads w where w.id = n.id",
        "delete from n a using n b where a.id = b.id and a.request > b.request",
        "insert into workloads (id, name, tenant, spec, spec_record, submitted_at, trace)"
                + " select n.id, w.name, w.tenant, w.spec, w.spec_record, w.submitted_at, w.trace from n join workloads w on w.id = n.from_id",
        "insert into workload_states (workload_id, state, reason, message, actor, since, cancelling, retries, refusals, not_before,"
                + " avoided, saved, epoch, version) select n.id, s.state, s.reason, s.message, s.actor, s.since, s.cancelling, s.retries,"
                + " s.refusals, s.not_before, s.avoided, s.saved, s.epoch, s.version from n join workload_states s on s.workload_id = n.from_id",
        "insert into decisions (workload_id, epoch, decided_at, record)"
                + " select n.id, d.epoch, d.decided_at, d.record from n join decisions d on d.workload_id = n.from_id",
        "insert into requests (id, fingerprint, subject, done_at)"
                + " select n.request, r.fingerprint, n.id, r.done_at from n join requests r on r.subject = n.from_id"
    };

    /** Copies what is over until so many more are there, give or take some whose id was taken. */
    void copyWhatIsOver(int more) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (var sql : COPY) {
                try (var statement = connection.prepareStatement(sql)) {
                    if (sql.contains("?")) {
                        statement.setInt(1, more);
                    }
                    statement.executeUpdate();
                }
            }
            try (var statement = connection.prepareStatement(copyOfAttempts(columnsOfAttempts()))) {
                statement.executeUpdate();
            }
            connection.commit();
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                // What it does by itself in the time that so many take to come.
                statement.execute("vacuum analyze");
            }
        }
    }

    private static String copyOfAttempts(String columns) {
        return "insert into attempts (workload_id, " + columns + ") select n.id, " + columns
                + " from n join attempts a on a.workload_id = n.from_id";
    }

    private String columnsOfAttempts() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select string_agg(quote_ident(column_name), ', ')"
                        + " from information_schema.columns where table_name = 'attempts' and table_schema = current_schema()"
                        + " and column_name <> 'workload_id' and is_identity = 'NO' and is_generated = 'NEVER'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** How many workloads are in each state. */
    Map<String, Integer> states() throws SQLException {
        var states = new TreeMap<String, Integer>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select state, count(*) from workload_states group by state")) {
            while (rows.next()) {
                states.put(rows.getString(1), rows.getInt(2));
            }
        }
        return states;
    }

    long count(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
