package io.isobar.cli.view;

import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** How records of one kind stand in a table: the columns of every table, and those of a wide one. */
final class Listing<T> {
    private record Field<T>(Column column, boolean onlyWide, BiFunction<T, Frame, String> cell) {}

    private final List<Field<T>> fields = new ArrayList<>();

    Listing<T> add(Column column, BiFunction<T, Frame, String> cell) {
        fields.add(new Field<>(column, false, cell));
        return this;
    }

    Listing<T> addWide(Column column, BiFunction<T, Frame, String> cell) {
        fields.add(new Field<>(column, true, cell));
        return this;
    }

    Table of(List<T> records, Frame frame) {
        var shown = fields.stream()
                .filter(field -> frame.isWide() || !field.onlyWide())
                .toList();
        var table = new Table(shown.stream().map(Field::column).toList());
        for (var item : records) {
            table.row(
                    shown.stream().map(field -> field.cell().apply(item, frame)).toList());
        }
        return table;
    }
}
