package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Mutations that were done, as rows. */
final class RequestRows {
    private static final Column[] COLUMNS = {TEXT, TEXT, TEXT};
    private static final String INSERT = "insert into requests (id, fingerprint, subject)"
            + " select id, fingerprint, subject from " + RowArrays.unnest(COLUMNS) + " as n (id, fingerprint, subject)"
            + " on conflict (id) do nothing returning id";

    private RequestRows() {}

    /** What was done before. */
    private record Done(String fingerprint, String subject) {}

    /** Notes them, and answers each in its order. Of those that carry the same id the first counts. */
    static List<Acceptance> note(Connection connection, List<Request> requests, List<String> subjects)
            throws SQLException {
        var firsts = new TreeMap<String, Integer>();
        for (int i = 0; i < requests.size(); i++) {
            firsts.putIfAbsent(requests.get(i).id(), i);
        }
        var isNew = insert(connection, firsts, requests, subjects);
        var before = isNew.size() == requests.size() ? Map.<String, Done>of() : done(connection, firsts.keySet());
        var answers = new ArrayList<Acceptance>();
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            boolean first = Integer.valueOf(i).equals(firsts.get(request.id()));
            answers.add(
                    first && isNew.contains(request.id())
                            ? new Acceptance.New()
                            : repeated(request, before.get(request.id())));
        }
        return answers;
    }

    private static Acceptance repeated(Request request, @Nullable Done before) {
        if (before == null) {
            throw new Failure(
                    Reason.DATABASE_UNAVAILABLE,
                    "request " + request.id() + " was forgotten as too old while it was repeated; ask again");
        }
        return before.fingerprint().equals(request.fingerprint())
                ? new Acceptance.Repeated(before.subject())
                : new Acceptance.Reused();
    }

    /** In the order of their ids, so that two at once do not wait for each other. */
    private static Set<String> insert(
            Connection connection, SortedMap<String, Integer> firsts, List<Request> requests, List<String> subjects)
            throws SQLException {
        var rows = new RowArrays(COLUMNS);
        firsts.forEach((id, at) -> rows.add(id, requests.get(at).fingerprint(), subjects.get(at)));
        var isNew = new HashSet<String>();
        try (var statement = connection.prepareStatement(INSERT)) {
            rows.bind(statement);
            try (var inserted = statement.executeQuery()) {
                while (inserted.next()) {
                    isNew.add(inserted.getString("id"));
                }
            }
        }
        return isNew;
    }

    private static Map<String, Done> done(Connection connection, Set<String> ids) throws SQLException {
        var done = new HashMap<String, Done>();
        try (var statement = connection.prepareStatement(
                "select id, fingerprint, subject from requests where id = any(?::text[])")) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    done.put(row.getString("id"), new Done(row.getString("fingerprint"), row.getString("subject")));
                }
            }
        }
        return done;
    }
}
