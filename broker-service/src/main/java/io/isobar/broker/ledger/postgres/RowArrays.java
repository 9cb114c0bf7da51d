package io.isobar.broker.ledger.postgres;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one array for each column, for {@code unnest}: however many there are, one statement takes them all, so that a row costs
 * the server what it must and not a statement of its own.
 */
final class RowArrays {
    private final List<Column> columns;
    private final List<List<@Nullable Object>> values;
    private int rows;

    /** Of what a column is. Times, decimals, documents and lists travel as text, which the statement casts. */
    enum Column {
        TEXT("text", String.class),
        LONG("int8", Long.class),
        INTEGER("int4", Integer.class),
        REAL("float8", Double.class),
        FLAG("bool", Boolean.class);

        private final String sql;
        private final Class<?> type;

        Column(String sql, Class<?> type) {
            this.sql = sql;
            this.type = type;
        }
    }

    RowArrays(Column... columns) {
        this.columns = List.of(columns);
        this.values = Stream.<List<@Nullable Object>>generate(ArrayList::new)
                .limit(columns.length)
                .toList();
    }

    /** To select from, with the parameters that {@link #bind} fills. */
    static String unnest(Column... columns) {
        return Arrays.stream(columns)
                .map(column -> "?::" + column.sql + "[]")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** One value for each column. */
    void add(@Nullable Object... row) {
        for (int column = 0; column < row.length; column++) {
            values.get(column).add(row[column]);
        }
        rows++;
    }

    int rows() {
        return rows;
    }

    /**
     * Does nothing where there are no rows.
     *
     * @return how many the statement changed
     */
    int execute(Connection connection, String sql) throws SQLException {
        if (rows == 0) {
            return 0;
        }
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement);
            return statement.executeUpdate();
        }
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int column = 0; column < columns.size(); column++) {
            var kind = columns.get(column);
            var array = values.get(column).toArray((Object[]) Array.newInstance(kind.type, rows));
            statement.setArray(column + 1, statement.getConnection().createArrayOf(kind.sql, array));
        }
    }
}
