package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.table.CsvTable;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed reading of the cells of one row; whatever cannot be read becomes a problem with its place, and is unknown. */
final class Cells {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,6})?");
    private static final BigDecimal MOST_GIGABYTES = BigDecimal.valueOf(2_048);

    private final CsvTable table;
    private final CsvTable.Row row;
    private final List<String> problems;

    Cells(CsvTable table, CsvTable.Row row, List<String> problems) {
        this.table = table;
        this.row = row;
        this.problems = problems;
    }

    String required(String column) {
        Optional<String> cell = table.cell(row, column);
        if (cell.isEmpty()) {
            problem(column, "is empty and must not be");
        }
        return cell.orElse("");
    }

    @Nullable
    String text(String column) {
        return table.cell(row, column).orElse(null);
    }

    List<String> list(String column) {
        return table.list(row, column);
    }

    @Nullable
    BigDecimal number(String column) {
        String cell = text(column);
        if (cell == null) {
            return null;
        }
        if (!NUMBER.matcher(cell).matches()) {
            problem(column, "is \"" + cell + "\", which is not a plain decimal number");
            return null;
        }
        return new BigDecimal(cell);
    }

    @Nullable
    Double positive(String column) {
        BigDecimal number = number(column);
        if (number == null) {
            return null;
        }
        if (number.signum() == 0) {
            problem(column, "is 0; leave it empty where it is not known");
            return null;
        }
        return number.doubleValue();
    }

    @Nullable
    Integer whole(String column, int least, int most) {
        BigDecimal number = number(column);
        if (number == null) {
            return null;
        }
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            problem(
                    column,
                    "is " + number.toPlainString() + ", and must be a whole number from " + least + " to " + most);
            return null;
        }
        return number.intValueExact();
    }

    /** Nominal gigabytes of device memory, which are GiB. */
    @Nullable
    Memory gigabytes(String column) {
        BigDecimal number = number(column);
        if (number == null) {
            return null;
        }
        if (number.signum() == 0 || number.compareTo(MOST_GIGABYTES) > 0) {
            problem(column, "is " + number.toPlainString() + ", and no card has that many GB. Is it in MiB?");
            return null;
        }
        return MemoryTolerance.nominal(number);
    }

    Set<Precision> precisions(String column) {
        Set<Precision> all = EnumSet.noneOf(Precision.class);
        for (String name : list(column)) {
            Precision.of(name)
                    .ifPresentOrElse(all::add, () -> problem(column, "has \"" + name + "\", which is not a precision"));
        }
        return all;
    }

    void problem(String column, String what) {
        problems.add(table.place(row) + ": " + column + " " + what + ".");
    }
}
