package io.isobar.cli.verb;

import com.google.gson.JsonObject;
import com.google.protobuf.MessageOrBuilder;
import io.isobar.cli.output.JsonText;
import io.isobar.cli.output.OutputFormat;
import io.isobar.cli.output.YamlText;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Table;
import io.isobar.cli.view.Frame;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** In which form a verb prints. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.table;

    OutputFormat format() {
        return format;
    }

    /** Whether a program reads it, not a person. */
    boolean isForPrograms() {
        return switch (format) {
            case json, yaml, name -> true;
            case table, wide -> false;
        };
    }

    /** Whether what is printed has to be one whole, and cannot be printed piece by piece. */
    boolean isOneDocument() {
        return switch (format) {
            case json, yaml -> true;
            case table, wide, name -> false;
        };
    }

    Frame frame(Surroundings surroundings) {
        return new Frame(format.width(), surroundings.clock().instant(), surroundings.zone());
    }

    /**
     * Prints a list.
     *
     * @param kind of its elements, in the plural, for an empty list
     */
    void printTable(
            Surroundings surroundings,
            MessageOrBuilder record,
            Function<Frame, Table> table,
            Supplier<List<String>> names,
            String kind) {
        print(
                surroundings,
                record,
                frame -> {
                    var shown = table.apply(frame);
                    return shown.isEmpty() ? List.of("No " + kind + ".") : shown.lines(frame.width());
                },
                names);
    }

    /**
     * Prints a result.
     *
     * @param record for JSON and YAML
     * @param view for tables
     * @param names for names, one a line
     */
    void print(
            Surroundings surroundings,
            MessageOrBuilder record,
            Function<Frame, List<String>> view,
            Supplier<List<String>> names) {
        print(surroundings, () -> JsonText.pretty(record), () -> YamlText.of(record), view, names);
    }

    /** The same of a record that more was put into than the contract has. */
    void print(
            Surroundings surroundings,
            Supplier<JsonObject> record,
            Function<Frame, List<String>> view,
            Supplier<List<String>> names) {
        print(surroundings, () -> JsonText.pretty(record.get()), () -> YamlText.of(record.get()), view, names);
    }

    private void print(
            Surroundings surroundings,
            Supplier<String> json,
            Supplier<String> yaml,
            Function<Frame, List<String>> view,
            Supplier<List<String>> names) {
        var out = surroundings.out();
        switch (format) {
            case json -> out.line(json.get());
            case yaml -> out.text(yaml.get());
            case name -> out.lines(names.get().stream().map(Escapes::line).toList());
            case table, wide -> out.lines(view.apply(frame(surroundings)));
        }
    }
}
